// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** E3: a probe's offset and word. */
final class ProbeCountersStress {
    static final int SIZE_BYTES = 24;
    static final int OTHER_SIZE_BYTES = 40;
    private static final int PROBE = 0;

    private ProbeCountersStress() {}

    static ProbeCounters assigned() {
        ProbeCounters counters = SmallArenas.counters();
        counters.assign(PROBE, false);
        return counters;
    }

    private static void free(ProbeCounters counters) {
        SmallArenas.free(counters);
    }

    @JCStressTest
    @Description("E3 assign: racing first events are told the same counters")
    @Outcome(
            id = {"4096, 4096", "4112, 4112"},
            expect = ACCEPTABLE,
            desc = "one of the two won")
    @Outcome(expect = FORBIDDEN, desc = "events of one probe in two counters, or in none")
    @State
    public static class RacingAssign {
        private final ProbeCounters counters = SmallArenas.counters();

        @Actor
        public void first(II_Result r) {
            counters.assign(PROBE, false);
            r.r1 = counters.offset(PROBE);
        }

        @Actor
        public void second(II_Result r) {
            counters.assign(PROBE, false);
            r.r2 = counters.offset(PROBE);
        }

        @Arbiter
        public void end() {
            free(counters);
        }
    }

    @JCStressTest
    @Description("E3 assign: whoever sees the offset sees the object size stored before it")
    @Outcome(
            id = {"0, 0", "0, 24"},
            expect = ACCEPTABLE,
            desc = "no counters yet")
    @Outcome(id = "4096, 24", expect = ACCEPTABLE, desc = "counters and size")
    @Outcome(expect = FORBIDDEN, desc = "a count that would be multiplied by 0")
    @State
    public static class SizeBeforeOffset {
        private final ProbeCounters counters = SmallArenas.counters();

        @Actor
        public void firstEvent() {
            counters.size(PROBE, SIZE_BYTES);
            counters.assign(PROBE, false);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = Meeting.nonZero(() -> counters.offset(PROBE));
            r.r2 = ProbeCounters.sizeBytes(counters.state(PROBE));
        }

        @Arbiter
        public void end() {
            free(counters);
        }
    }

    @JCStressTest
    @Description("E3 disarm: whoever is shown an offset finds it in the state")
    @Outcome(
            id = {"0, 0", "0, 4096", "4096, 4096"},
            expect = ACCEPTABLE,
            desc = "none yet, armed, counting")
    @Outcome(expect = FORBIDDEN, desc = "counts that no reader would find")
    @State
    public static class WordAfterOffset {
        private final ProbeCounters counters = SmallArenas.counters();

        @Actor
        public void firstEvent() {
            counters.assign(PROBE, false);
            counters.disarm(PROBE, false);
        }

        @Actor
        public void hook(II_Result r) {
            r.r1 = counters.settled()[PROBE];
            OffHeap.loadFence();
            r.r2 = counters.offset(PROBE);
        }

        @Arbiter
        public void end() {
            free(counters);
        }
    }

    @JCStressTest
    @Description("E3 disarm: one event captures a stack")
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one of the two won")
    @Outcome(expect = FORBIDDEN, desc = "two winners, or none")
    @State
    public static class RacingDisarm {
        private final ProbeCounters counters = assigned();

        @Actor
        public void first(ZZ_Result r) {
            r.r1 = counters.disarm(PROBE, false);
        }

        @Actor
        public void second(ZZ_Result r) {
            r.r2 = counters.disarm(PROBE, false);
        }

        @Arbiter
        public void end() {
            free(counters);
        }
    }

    @JCStressTest
    @Description("E3 assign against disarm: whoever comes second settles the offset")
    @Outcome(id = "4096", expect = ACCEPTABLE, desc = "the hook counts by itself")
    @Outcome(expect = FORBIDDEN, desc = "every event of the probe takes the slow path for ever")
    @State
    public static class AssignAgainstDisarm {
        private final ProbeCounters counters = SmallArenas.counters();

        @Actor
        public void frequent() {
            counters.assign(PROBE, false);
        }

        @Actor
        public void seldom() {
            counters.disarm(PROBE, true);
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = counters.settled()[PROBE];
            free(counters);
        }
    }

    @JCStressTest
    @Description("E3 arm against disarm: what was armed is attended to, once")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "armed, then disarmed")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "nothing to disarm yet; armed")
    @Outcome(expect = FORBIDDEN, desc = "the arming was lost")
    @State
    public static class ArmAgainstDisarm {
        private final ProbeCounters counters = assigned();

        /** A probe that is counting. */
        public ArmAgainstDisarm() {
            counters.disarm(PROBE, false);
        }

        @Actor
        public void arm() {
            counters.arm(PROBE);
        }

        @Actor
        public void disarm(ZZ_Result r) {
            r.r1 = counters.disarm(PROBE, false);
        }

        @Arbiter
        public void end(ZZ_Result r) {
            r.r2 = !counters.isCounting(PROBE);
            free(counters);
        }
    }

    @JCStressTest
    @Description("E9 pass on: whoever sees other counters finds the former ones")
    @Outcome(
            id = {"24, 0", "24, 24"},
            expect = ACCEPTABLE,
            desc = "not yet passed on")
    @Outcome(id = "40, 24", expect = ACCEPTABLE, desc = "passed on")
    @Outcome(expect = FORBIDDEN, desc = "former events missing for a moment")
    @State
    public static class FormerBeforeState {
        private final ProbeCounters counters = assigned();

        /** A probe that counted objects of one size. */
        public FormerBeforeState() {
            counters.size(PROBE, SIZE_BYTES);
        }

        @Actor
        public void passOn() {
            counters.size(PROBE, OTHER_SIZE_BYTES);
        }

        @Actor
        public void reader(II_Result r) {
            r.r1 = ProbeCounters.sizeBytes(counters.state(PROBE));
            ProbeCounters.Former former = counters.former();
            r.r2 = former == null ? 0 : former.sizeBytes();
        }

        @Arbiter
        public void end() {
            free(counters);
        }
    }
}
