// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.report.Frame;
import io.github.allocsites.table.Backtrace;
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
 * <p>Frames are found by the places a {@link Backtrace} tells. A stack with a place nobody saw before is walked once
 * more by a StackWalker, which knows names and lines.
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
    private final KnownPlaces places = new KnownPlaces(FRAMES);
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
        long started = System.nanoTime();
        record(probe, events, bytes);
        cost.captured(started);
        cost.end(begun);
    }

    private void record(int probe, long events, long bytes) {
        Ids ids = ids();
        if (ids.count > 0) {
            ids.ids[0] |= ids.first << APPLICATION_SHIFT;
        }
        table.record(probe, ids.ids, ids.count, events, bytes);
    }

    private Ids ids() {
        Ids known = new Ids(application);
        if (Backtrace.isUnderstood() && known.take(Backtrace.take())) {
            return known;
        }
        Ids walked = new Ids(application);
        walker.walk(walked);
        if (Backtrace.isUnderstood()) {
            walked.learn(Backtrace.take());
        }
        return walked;
    }

    /** Heap memory that frames hold. */
    public long heapBytes() {
        return frames.heapBytes() + places.heapBytes();
    }

    /** The frame of a frame word. */
    public Frame frame(long word) {
        return frames.text(word & ID_MASK);
    }

    /** The application's first frame by the first word of a stack; null when there was none. */
    public Frame applicationFrame(long word) {
        long id = word >>> APPLICATION_SHIFT;
        return id == 0 ? null : frames.text(id);
    }

    /** Collects the ids of the first frames; a class, because a lambda is linked at its first use. */
    private final class Ids implements Function<Stream<StackFrame>, Void> {
        private final long[] ids = new long[depth];
        private final ApplicationPackages packages;

        /** Frames that are no plumbing, of those a walker showed. */
        private int shown;

        private int count;
        private long first;
        private int firstShown;

        Ids(ApplicationPackages packages) {
            this.packages = packages;
        }

        @Override
        public Void apply(Stream<StackFrame> stack) {
            Iterator<StackFrame> walked = stack.iterator();
            for (int number = 0; number < MOST_WALKED && isWanting() && walked.hasNext(); number++) {
                StackFrame frame = walked.next();
                if (!Plumbing.is(frame.getClassName())) {
                    shown++;
                    if (isWanted(frame.getClassName())) {
                        add(frame.getClassName(), frames.id(frame));
                    }
                }
            }
            return null;
        }

        /** The same from a backtrace; false as soon as a place is not known. */
        boolean take(Backtrace stack) {
            for (int number = 0; number < MOST_WALKED && isWanting() && stack.next(); number++) {
                String className = stack.type().getName();
                if (isWanted(className) && !Plumbing.is(className)) {
                    long id = places.id(stack.type(), className, stack.place());
                    if (id == KnownPlaces.UNKNOWN) {
                        return false;
                    }
                    add(className, id);
                }
            }
            return true;
        }

        /** Adds the places of the frames that were walked, which are the same in the same order. */
        void learn(Backtrace stack) {
            int number = 0;
            while (number < shown && stack.next()) {
                String className = stack.type().getName();
                if (!Plumbing.is(className)) {
                    number++;
                    long id = number <= count ? ids[number - 1] : number == firstShown ? first : KnownPlaces.UNKNOWN;
                    if (id != KnownPlaces.UNKNOWN
                            && frames.frame(id).className().equals(className)) {
                        places.add(stack.type(), className, stack.place(), id);
                    }
                }
            }
        }

        private boolean isWanting() {
            return count < depth || first == 0 && !packages.isEmpty();
        }

        private boolean isWanted(String className) {
            return count < depth || first == 0 && packages.contain(className);
        }

        private void add(String className, long id) {
            if (count < depth) {
                ids[count++] = id;
            }
            if (first == 0 && packages.contain(className)) {
                first = id;
                firstShown = shown;
            }
        }
    }
}
