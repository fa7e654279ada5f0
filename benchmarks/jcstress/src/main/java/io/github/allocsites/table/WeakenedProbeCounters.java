// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** E3 without its edge: plain writes for each CAS, and stores in the wrong order. */
final class WeakenedProbeCounters {
    private static final int PROBE = 0;
    private static final int OFFSET = PageLayout.OFFSET_START;

    private WeakenedProbeCounters() {}

    @JCStressTest
    @Description("E3 weakened: assign looks, then stores")
    @Outcome(
            id = {"4096, 4096", "4104, 4104"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "events of one probe in two counters")
    @State
    public static class RacingAssign {
        private final AtomicInteger next = new AtomicInteger(OFFSET);
        private int offset;

        @Actor
        public void first(II_Result r) {
            r.r1 = assign();
        }

        @Actor
        public void second(II_Result r) {
            r.r2 = assign();
        }

        private int assign() {
            int reserved = next.getAndAdd(PageLayout.COUNTER_BYTES);
            if (offset == 0) {
                offset = reserved;
            }
            return offset;
        }
    }

    @JCStressTest
    @Description("E3 weakened: the size is stored after the offset")
    @Outcome(
            id = {"0, 0", "0, 24", "4096, 24"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "4096, 0", expect = ACCEPTABLE_INTERESTING, desc = "a count that would be multiplied by 0")
    @State
    public static class SizeBeforeOffset {
        private final ProbeCounters counters = SmallArenas.counters();

        @Actor
        public void firstEvent() {
            counters.assign(PROBE, false);
            counters.size(PROBE, ProbeCountersStress.SIZE_BYTES);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Meeting.nonZero(() -> counters.offset(PROBE));
            r.r2 = ProbeCounters.sizeBytes(counters.state(PROBE));
        }

        @Arbiter
        public void end() {
            SmallArenas.free(counters);
        }
    }

    @JCStressTest
    @Description("E3 weakened: the word is stored before the offset")
    @Outcome(
            id = {"0, 0", "0, 4096", "4096, 4096"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "4096, 0", expect = ACCEPTABLE_INTERESTING, desc = "counts that no reader would find")
    @State
    public static class WordAfterOffset {
        private int word;
        private int offset;

        @Actor
        public void firstEvent() {
            word = OFFSET;
            offset = OFFSET;
        }

        @Actor
        public void hook(II_Result r) {
            r.r1 = Meeting.nonZero(() -> word);
            r.r2 = offset;
        }
    }

    @JCStressTest
    @Description("E3 weakened: disarm looks, then stores")
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "two winners")
    @State
    public static class RacingDisarm {
        private int word;

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = disarm();
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = disarm();
        }

        private boolean disarm() {
            boolean armed = word == 0;
            if (armed) {
                word = OFFSET;
            }
            return armed;
        }
    }

    @JCStressTest
    @Description("E3 weakened: each stores without a CAS, then looks for the other's")
    @Outcome(
            id = {"4096, 0", "0, 4096", "4096, 4096"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "nobody settles the offset")
    @State
    public static class AssignAgainstDisarm {
        private int word;
        private int offset;

        @Actor
        public void frequent(II_Result r) {
            offset = OFFSET;
            r.r1 = word == 0 ? 0 : offset;
        }

        @Actor
        public void seldom(II_Result r) {
            word = 1;
            r.r2 = offset;
        }
    }

    @JCStressTest
    @Description("E3 weakened: disarm stores without a CAS")
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "false, false", expect = ACCEPTABLE_INTERESTING, desc = "the arming was lost")
    @State
    public static class ArmAgainstDisarm {
        private int word = OFFSET;

        @Actor
        public void arm() {
            word = 0;
        }

        @Actor
        public void disarm(ZZ_Result r) {
            r.r1 = word == 0;
            word = OFFSET;
        }

        @Arbiter
        public void end(ZZ_Result r) {
            r.r2 = word == 0;
        }
    }

    @JCStressTest
    @Description("E9 weakened: the former counters are kept after the state")
    @Outcome(
            id = {"24, 0", "24, 24", "40, 24"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(id = "40, 0", expect = ACCEPTABLE_INTERESTING, desc = "former events missing for a moment")
    @State
    public static class FormerBeforeState {
        private int state = ProbeCountersStress.SIZE_BYTES;
        private int former;

        @Actor
        public void passOn() {
            state = ProbeCountersStress.OTHER_SIZE_BYTES;
            former = ProbeCountersStress.SIZE_BYTES;
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = state;
            r.r2 = former;
        }
    }
}
