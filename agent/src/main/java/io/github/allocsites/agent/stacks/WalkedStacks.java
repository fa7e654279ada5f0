// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.table.CallSiteTable;
import io.github.allocsites.table.StackCapture;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Captures stacks into the call-site table and reads them back as text. Hidden and reflection frames are left out.
 *
 * <p>Lock-free: {@link #capture} runs inside the hook. Everything it uses must have run once before the JDK's classes
 * carry hooks.
 */
public final class WalkedStacks implements StackCapture {
    /** Distinct frames that can be told apart. */
    private static final int FRAMES = 1 << 16;

    private final CallSiteTable table;
    private final int depth;
    private final FrameTable frames = new FrameTable(FRAMES);
    private final StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    public WalkedStacks(CallSiteTable table, int depth) {
        this.table = table;
        this.depth = depth;
    }

    @Override
    public void capture(int probe, long events, long bytes) {
        Ids ids = new Ids();
        walker.walk(ids);
        table.record(probe, ids.ids, ids.count, events, bytes);
    }

    /** The frames of ids, as a stack trace shows them. */
    public List<String> text(List<Long> ids) {
        List<String> text = new ArrayList<>(ids.size());
        for (long id : ids) {
            text.add(frames.frame(id).text());
        }
        return text;
    }

    /** Collects the ids of the first frames that are not ours; a class, because a lambda is linked at its first use. */
    private final class Ids implements Function<Stream<StackFrame>, Void> {
        private final long[] ids = new long[depth];
        private int count;

        @Override
        public Void apply(Stream<StackFrame> stack) {
            Iterator<StackFrame> walked = stack.iterator();
            while (count < depth && walked.hasNext()) {
                StackFrame frame = walked.next();
                if (!own(frame.getClassName())) {
                    ids[count++] = frames.id(frame);
                }
            }
            return null;
        }
    }

    private static boolean own(String className) {
        return className.startsWith("io.github.allocsites.table.")
                || className.startsWith("io.github.allocsites.agent.")
                || className.equals("java.lang.AllocSitesShim");
    }
}
