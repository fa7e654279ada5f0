// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** E2 without its edge: the number comes before the probe. */
final class WeakenedProbes {
    private WeakenedProbes() {}

    @JCStressTest
    @Description("E2 weakened: the count is written before the probe")
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "counted, but not there")
    @State
    public static class CountedProbe {
        private final Probe[] probes = new Probe[1];
        private int count;

        @Actor
        public void add() {
            count = 1;
            probes[0] = ProbesStress.PROBE;
        }

        @Actor
        public void read(II_Result r) {
            r.r1 = Meeting.nonZero(() -> count);
            r.r2 = r.r1 == 0 ? 0 : probes[0] == ProbesStress.PROBE ? 1 : -1;
        }
    }

    @JCStressTest
    @Description("E2 weakened: an adder looks, then stores")
    @Outcome(
            id = {"0, 1, true", "1, 0, true"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "two probes with one number")
    @State
    public static class RacingAdds {
        private final Probe[] probes = new Probe[3];
        private int count;

        @Actor
        public void one(IIZ_Result r) {
            r.r1 = add(ProbesStress.PROBE);
        }

        @Actor
        public void other(IIZ_Result r) {
            r.r2 = add(ProbesStress.OTHER);
        }

        private int add(Probe probe) {
            int number = count;
            probes[number] = probe;
            count = number + 1;
            return number;
        }

        @Arbiter
        public void end(IIZ_Result r) {
            r.r3 = count == 2 && probes[r.r1] == ProbesStress.PROBE && probes[r.r2] == ProbesStress.OTHER;
        }
    }
}
