// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
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
}
