// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.report.Frame;
import io.github.allocsites.table.CallSiteTable;
import io.github.allocsites.table.StackCapture;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Captures stacks into the call-site table and reads them back as text: the first frames, and which is the
 * application's first one, however deep. Hidden frames and {@link Plumbing} are left out.
 *
 * <pre>
 *   frame word:   [ 63..32: id of the application's first frame, in the first word alone | 31..0: id of the frame ]
 * </pre>
 *
 * <p>Lock-free: {@link #capture} runs inside the hook. Everything it uses must have run once before the JDK's classes
 * carry hooks.
 */
public final class WalkedStacks implements StackCapture {
    /** Distinct frames that can be told apart. */
    private static final int FRAMES = 1 << 16;

    /** Frames after which nobody looks for the application any more. */
    private static final int MOST_WALKED = 512;

    private static final int APPLICATION_SHIFT = 32;
    private static final long ID_MASK = (1L << APPLICATION_SHIFT) - 1;

    private final CallSiteTable table;
    private final int depth;
    private final OwnCost cost;
    private final FrameTable frames = new FrameTable(FRAMES);
    private final StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private volatile ApplicationPackages application = ApplicationPackages.NONE;

    public WalkedStacks(CallSiteTable table, int depth, OwnCost cost) {
        this.table = table;
        this.depth = depth;
        this.cost = cost;
    }

    /** What stacks are searched for from now on. */
    public void application(ApplicationPackages packages) {
        application = packages;
    }

    /** What stacks are searched for. */
    public ApplicationPackages application() {
        return application;
    }

    /** Whether a place in that class is the application's: a class that somebody generated for it is not. */
    public boolean isApplication(String className) {
        return application.contain(className) && !Plumbing.is(className);
    }

    @Override
    public void capture(int probe, long events, long bytes) {
        long begun = cost.begin();
        record(probe, events, bytes);
        cost.end(begun);
    }

    private void record(int probe, long events, long bytes) {
        Ids ids = new Ids(application);
        walker.walk(ids);
        if (ids.count > 0) {
            ids.ids[0] |= ids.first << APPLICATION_SHIFT;
        }
        table.record(probe, ids.ids, ids.count, events, bytes);
    }

    /** The frame of a frame word. */
    public Frame frame(long word) {
        return frames.frame(word & ID_MASK).text();
    }

    /** The application's first frame by the first word of a stack; null when there was none. */
    public Frame applicationFrame(long word) {
        long id = word >>> APPLICATION_SHIFT;
        return id == 0 ? null : frames.frame(id).text();
    }

    /** Collects the ids of the first frames; a class, because a lambda is linked at its first use. */
    private final class Ids implements Function<Stream<StackFrame>, Void> {
        private final long[] ids = new long[depth];
        private final ApplicationPackages packages;
        private int count;
        private long first;

        Ids(ApplicationPackages packages) {
            this.packages = packages;
        }

        @Override
        public Void apply(Stream<StackFrame> stack) {
            Iterator<StackFrame> walked = stack.iterator();
            for (int number = 0; number < MOST_WALKED && isWanting() && walked.hasNext(); number++) {
                add(walked.next());
            }
            return null;
        }

        private boolean isWanting() {
            return count < depth || first == 0 && !packages.isEmpty();
        }

        private void add(StackFrame frame) {
            String className = frame.getClassName();
            boolean isFirst = first == 0 && packages.contain(className);
            if ((count < depth || isFirst) && !Plumbing.is(className)) {
                long id = frames.id(frame);
                if (count < depth) {
                    ids[count++] = id;
                }
                if (isFirst) {
                    first = id;
                }
            }
        }
    }
}
