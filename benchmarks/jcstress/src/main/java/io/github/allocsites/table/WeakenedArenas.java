// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** E4, E5 and E8 without their edges; an arena is an array of one counter. */
final class WeakenedArenas {
    private static final long ONE = 1;
    private static final long OTHER = 2;

    private WeakenedArenas() {}

    @JCStressTest
    @Description("E4 weakened: a cell is claimed by a plain store")
    @Outcome(id = "2, 200", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "two threads took one cell: events are lost or another's")
    @State
    public static class RacingClaims {
        private final long[] ids = {IndexLayout.FREE, IndexLayout.FREE};
        private final long[][] arenas = new long[2][];

        @Actor
        public void one() {
            count(ONE, 1);
            count(ONE, 1);
        }

        @Actor
        public void other() {
            count(OTHER, 100);
            count(OTHER, 100);
        }

        private void count(long id, long events) {
            int cell = cellOf(id);
            if (cell >= 0 && arenas[cell] != null) {
                arenas[cell][0] += events;
            }
        }

        private int cellOf(long id) {
            for (int cell = 0; cell < ids.length; cell++) {
                if (ids[cell] == id) {
                    return cell;
                }
            }
            for (int cell = 0; cell < ids.length; cell++) {
                if (ids[cell] == IndexLayout.FREE) {
                    ids[cell] = id;
                    arenas[cell] = new long[1];
                    return cell;
                }
            }
            return -1;
        }

        @Arbiter
        public void end(JJ_Result r) {
            for (int cell = 0; cell < ids.length; cell++) {
                long events = arenas[cell] == null ? 0 : arenas[cell][0];
                r.r1 += ids[cell] == ONE ? events : 0;
                r.r2 += ids[cell] == OTHER ? events : 0;
            }
        }
    }

    @JCStressTest
    @Description("E5 weakened: the id is stored before owner and arena")
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(
            id = {"-1", "-2"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "no owner to ask, no arena to sum")
    @State
    public static class PublishedCell {
        private long id = IndexLayout.FREE;
        private Thread owner;
        private long[] arena;

        @Actor
        public void event() {
            id = ONE;
            owner = Thread.currentThread();
            arena = new long[] {1};
        }

        @Actor
        public void drainer(J_Result r) {
            if (id >= 0) {
                long[] sums = arena;
                r.r1 = owner == null ? -1 : sums == null ? -2 : sums[0];
            }
        }
    }

    @JCStressTest
    @Description("E4, E5 weakened: the cell is free before it is cleared")
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "not free yet, claimed")
    @Outcome(id = "2", expect = ACCEPTABLE_INTERESTING, desc = "the claimer's owner and arena were cleared")
    @State
    public static class RecycledCell {
        private final AtomicLong id = new AtomicLong(ONE);
        private long owner = ONE;
        private long arena = ONE;

        @Actor
        public void drainer() {
            id.setRelease(IndexLayout.FREE);
            owner = 0;
            arena = 0;
        }

        @Actor
        public void claimer() {
            if (id.compareAndSet(IndexLayout.FREE, IndexLayout.CLAIMED)) {
                owner = OTHER;
                arena = OTHER;
                id.setRelease(OTHER);
            }
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = id.get() != OTHER ? 0 : owner == OTHER && arena == OTHER ? 1 : 2;
        }
    }

    @JCStressTest
    @Description("E8 weakened: the drainer goes by a flag that the thread raises before its last event")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "an event after the retirement is lost")
    @State
    public static class EndingThread {
        private long[] arena = new long[1];
        private long shared;
        private volatile boolean ended;

        @Actor
        public void thread() {
            long[] own = arena;
            own[0] += 3;
            ended = true;
            own[0] += 1;
        }

        @Actor
        public void drainer() {
            if (ended) {
                shared += arena[0];
                arena = null;
            }
        }

        @Arbiter
        public void end(J_Result r) {
            r.r1 = shared + (arena == null ? 0 : arena[0]);
        }
    }
}
