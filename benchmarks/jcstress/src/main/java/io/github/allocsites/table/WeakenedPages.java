// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** E6 and the readers' turns without their edges. */
final class WeakenedPages {
    private WeakenedPages() {}

    @JCStressTest
    @Description("E6 weakened: the page is linked before it is zeroed")
    @Outcome(
            id = {"0", "1"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "what the page held before was summed")
    @State
    public static class LinkedPage {
        private static final int COUNTERS = 64;

        private final long[] made = new long[COUNTERS];
        private long[] page;

        /** What the page held before. */
        public LinkedPage() {
            Arrays.fill(made, 99);
        }

        @Actor
        public void event() {
            page = made;
            Arrays.fill(made, 0);
            made[COUNTERS - 1] += 1;
        }

        @Actor
        public void reader(J_Result r) {
            long[] seen = page;
            r.r1 = seen == null ? 0 : seen[COUNTERS - 1];
        }
    }

    @JCStressTest
    @Description("E6 weakened: the shared arena's page is linked by a plain store")
    @Outcome(id = "101", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(
            id = {"1", "100"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "an event went with a lost page")
    @State
    public static class SharedPage {
        private long[] page;

        @Actor
        public void one() {
            count(1);
        }

        @Actor
        public void other() {
            count(100);
        }

        private void count(long events) {
            long[] found = page;
            if (found == null) {
                found = new long[1];
                page = found;
            }
            found[0] += events;
        }

        @Arbiter
        public void end(J_Result r) {
            r.r1 = page[0];
        }
    }

    @JCStressTest
    @Description("E10 weakened: whether the probe is armed is asked before the threshold is set")
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(id = "100", expect = ACCEPTABLE_INTERESTING, desc = "the arming was lost")
    @State
    public static class RousedCounter {
        private boolean armed;
        private long threshold = 1;

        @Actor
        public void event() {
            threshold = armed ? 0 : 100;
        }

        @Actor
        public void drainer() {
            armed = true;
            threshold = 0;
        }

        @Arbiter
        public void end(J_Result r) {
            r.r1 = threshold;
        }
    }

    @JCStressTest
    @Description("The readers' turns weakened: there is no lock")
    @Outcome(id = "5, 5", expect = ACCEPTABLE, desc = "as with the lock")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "the ended thread's events counted twice, or missing for a while")
    @State
    public static class ReadersTurns {
        private long[] arena = {5};
        private long shared;

        @Actor
        public void one(JJ_Result r) {
            r.r1 = read();
        }

        @Actor
        public void other(JJ_Result r) {
            r.r2 = read();
        }

        private long read() {
            long[] ended = arena;
            if (ended != null) {
                shared += ended[0];
                arena = null;
            }
            long[] live = arena;
            return shared + (live == null ? 0 : live[0]);
        }
    }
}
