// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** E6: the pages of counters, and what the readers make of them. */
final class PagesStress {
    private static final Thread ONE = SmallArenas.thread(1_000_000_001L);
    private static final Thread ATTACHING = SmallArenas.thread(0);

    private PagesStress() {}

    @JCStressTest
    @Description("E6: who sees a page sees it zeroed")
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the event is not yet seen, is seen")
    @Outcome(expect = FORBIDDEN, desc = "what the page held before was summed")
    @State
    public static class LinkedPage {
        private final SmallArenas small = SmallArenas.dirty();
        private final Meeting meeting = new Meeting();

        /** A thread that has an arena, and no page in it. */
        public LinkedPage() {
            small.arenas.of(ONE);
        }

        @Actor
        public void event() {
            meeting.meet();
            small.count(ONE, 1);
        }

        @Actor
        public void reader(JJ_Result r) {
            meeting.meet();
            r.r1 = small.total();
        }

        @Arbiter
        public void end(JJ_Result r) {
            r.r2 = small.total();
            small.free();
        }
    }

    @JCStressTest
    @Description("E6: the shared arena gets one page where two threads bring one")
    @Outcome(id = "101, 1", expect = ACCEPTABLE, desc = "both events, and the loser gave its page back")
    @Outcome(expect = FORBIDDEN, desc = "an event went with a lost page, or a page leaked")
    @State
    public static class SharedPage {
        private final SmallArenas small = SmallArenas.dirty();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            small.count(ATTACHING, 1);
        }

        @Actor
        public void other() {
            meeting.meet();
            small.count(ATTACHING, 100);
        }

        @Arbiter
        public void end(JI_Result r) {
            r.r1 = small.total();
            r.r2 = small.slab.pagesInUse();
            small.free();
        }
    }

    @JCStressTest
    @Description("E6: sums of a running thread lag behind, and never decrease")
    @Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "in order, and complete in the end")
    @Outcome(expect = FORBIDDEN, desc = "a sum decreased or tore, or an event was lost")
    @State
    public static class RunningSums {
        private final SmallArenas small = new SmallArenas();
        private final Meeting meeting = new Meeting();

        /** A thread that has its page. */
        public RunningSums() {
            small.count(ONE, 0);
        }

        @Actor
        public void events() {
            meeting.meet();
            small.count(ONE, 1);
            small.count(ONE, 1);
            small.count(ONE, 1);
        }

        @Actor
        public void reader(ZJ_Result r) {
            meeting.meet();
            long before = small.total();
            long after = small.total();
            r.r1 = 0 <= before && before <= after && after <= 3;
        }

        @Arbiter
        public void end(ZJ_Result r) {
            r.r2 = small.total();
            small.free();
        }
    }

    @JCStressTest
    @Description("E10: a probe that is armed while its thread sets a threshold is attended to")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "the next event takes the slow path")
    @Outcome(expect = FORBIDDEN, desc = "the arming was lost")
    @State
    public static class RousedCounter {
        private final SmallArenas small = new SmallArenas();
        private final long counter;

        /** A probe that is counting, and a thread that has its page. */
        public RousedCounter() {
            small.count(ONE, 1);
            small.counters.disarm(0, false);
            counter = small.counter(ONE);
        }

        @Actor
        public void event() {
            small.counters.letCount(0, counter, 100);
        }

        @Actor
        public void drainer() {
            small.counters.arm(0);
            small.rouse();
        }

        @Arbiter
        public void end(Z_Result r) {
            r.r1 = OffHeap.getLong(counter + PageLayout.THRESHOLD) == 0;
            small.free();
        }
    }

    @JCStressTest
    @Description("A total only grows: readers retire and sum in one turn of their lock")
    @Outcome(id = "5, 5", expect = ACCEPTABLE, desc = "the ended thread's events, once")
    @Outcome(expect = FORBIDDEN, desc = "counted twice, or missing for a while")
    @State
    public static class ReadersTurns {
        private final SmallArenas small = new SmallArenas();
        private final Meeting meeting = new Meeting();
        private final ReentrantLock reading = new ReentrantLock();

        /** A thread has ended. */
        public ReadersTurns() {
            small.count(ONE, 5);
        }

        @Actor
        public void one(JJ_Result r) {
            meeting.meet();
            r.r1 = read();
        }

        @Actor
        public void other(JJ_Result r) {
            meeting.meet();
            r.r2 = read();
        }

        private long read() {
            reading.lock();
            try {
                small.arenas.retireDead();
                return small.total();
            } finally {
                reading.unlock();
            }
        }

        @Arbiter
        public void end() {
            small.free();
        }
    }
}
