// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;
import org.openjdk.jcstress.infra.results.JJI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** E4, E5 and E8: the cells of the index, from claim to retirement. */
final class ArenasStress {
    private static final Thread[] THREADS = SmallArenas.neighbours();
    private static final Thread[] KEEPERS = {keeper(), keeper(), keeper()};

    private ArenasStress() {}

    /** A thread that is alive to the end. */
    private static Thread keeper() {
        Thread keeper = new Thread(() -> {
            while (true) {
                LockSupport.park();
            }
        });
        keeper.setDaemon(true);
        keeper.start();
        return keeper;
    }

    @JCStressTest
    @Description("E4: racing first events of threads that look at the same cells take a cell each")
    @Outcome(id = "4, 400, 4", expect = ACCEPTABLE, desc = "each has an arena of its own")
    @Outcome(expect = FORBIDDEN, desc = "one cell for two, or for none")
    @State
    public static class RacingClaims {
        private final SmallArenas small = new SmallArenas();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            small.arenas.of(THREADS[0]);
            small.arenas.of(THREADS[1]);
            count(0, 1);
        }

        @Actor
        public void other() {
            meeting.meet();
            small.arenas.of(THREADS[2]);
            small.arenas.of(THREADS[3]);
            count(2, 100);
        }

        private void count(int first, long events) {
            for (int event = 0; event < 4; event++) {
                small.count(THREADS[first + event % 2], events);
            }
        }

        @Arbiter
        public void end(JJI_Result r) {
            r.r1 = small.totalOf(THREADS[0]) + small.totalOf(THREADS[1]);
            r.r2 = small.totalOf(THREADS[2]) + small.totalOf(THREADS[3]);
            r.r3 = small.arenas.live();
            small.free();
        }
    }

    @JCStressTest
    @Description("E5 publish: who sees a thread's id sees its arena and its owner")
    @Outcome(
            id = {"0, 1", "1, 1"},
            expect = ACCEPTABLE,
            desc = "the event is not yet seen, is seen")
    @Outcome(expect = FORBIDDEN, desc = "a stale arena was summed, or a running thread's was retired")
    @State
    public static class PublishedCell {
        private final SmallArenas small = SmallArenas.dirty();
        private final Meeting meeting = new Meeting();

        @Actor
        public void event() {
            meeting.meet();
            small.count(Thread.currentThread(), 1);
        }

        /** Fails with an exception where there is no owner. */
        @Actor
        public void drainer(JJ_Result r) {
            meeting.meet();
            small.arenas.retireDead();
            r.r1 = small.total();
        }

        @Arbiter
        public void end(JJ_Result r) {
            r.r2 = small.total();
            small.free();
        }
    }

    @JCStressTest
    @Description("E4, E5 recycle: a cell is free once it is cleared, and events go on meanwhile")
    @Outcome(id = "0, [0-4]", expect = ACCEPTABLE, desc = "every event, in the shared arena or in one of its own")
    @Outcome(expect = FORBIDDEN, desc = "events are lost or counted twice")
    @State
    public static class RecycledCell {
        private static final int TRIES = 100;

        private final SmallArenas small = new SmallArenas();
        private final Meeting meeting = new Meeting();
        private long events;

        /** No cell is free, and all their threads have ended. */
        public RecycledCell() {
            for (Thread thread : THREADS) {
                small.count(thread, 5);
            }
        }

        @Actor
        public void drainer() {
            meeting.meet();
            small.arenas.retireDead();
        }

        /** On behalf of threads that are alive and do nothing themselves: each goes for the next cell that is free. */
        @Actor
        public void events() {
            meeting.meet();
            for (Thread keeper : KEEPERS) {
                for (int look = 0; look < TRIES && !small.owns(keeper); look++) {
                    Thread.onSpinWait();
                }
                small.count(keeper, 7);
                events += 7;
            }
        }

        @Arbiter
        public void end(JI_Result r) {
            small.arenas.retireDead();
            r.r1 = small.total() - events - 5L * THREADS.length;
            r.r2 = small.arenas.live();
            small.free();
        }
    }

    @JCStressTest
    @Description("E8: a real thread's events, while the drainer waits for its end")
    @Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "every event; of the pages only the shared one is left")
    @Outcome(expect = FORBIDDEN, desc = "an arena was retired before its thread had ended, or its pages leaked")
    @State
    public static class EndingThread {
        private static final int LOOKS = 2_000;

        private final SmallArenas small = new SmallArenas();
        private final Thread thread = new Thread(this::events);

        private void events() {
            for (int event = 0; event < 4; event++) {
                small.count(Thread.currentThread(), 1);
            }
        }

        @Actor
        public void start() {
            thread.start();
        }

        @Actor
        public void drainer() {
            boolean seen = false;
            for (int look = 0; look < LOOKS; look++) {
                small.arenas.retireDead();
                boolean lives = small.arenas.live() != 0;
                if (seen && !lives) {
                    return;
                }
                seen |= lives;
                Thread.onSpinWait();
            }
        }

        @Arbiter
        public void end(JI_Result r) {
            join();
            small.arenas.retireDead();
            r.r1 = small.total();
            r.r2 = small.slab.pagesInUse();
            small.free();
        }

        private void join() {
            try {
                thread.join();
            } catch (InterruptedException nobodyDoes) {
                throw new IllegalStateException(nobodyDoes);
            }
        }
    }
}
