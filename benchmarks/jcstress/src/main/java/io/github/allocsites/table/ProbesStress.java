// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.github.allocsites.table.Probe.ProbeMethod;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** E2: the number of probes, and the probes below it. */
final class ProbesStress {
    static final ProbeMethod METHOD = new ProbeMethod("a.B", "c", "()V", "B.java");
    static final Probe PROBE = new Probe(1, METHOD, 1, "a.B", 24);
    static final Probe OTHER = new Probe(2, METHOD, 2, "a.B", 24);

    private ProbesStress() {}

    @JCStressTest
    @Description("E2: whoever sees the count sees the probe")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "before the probe was added")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "after it")
    @Outcome(expect = FORBIDDEN, desc = "counted, but not there")
    @State
    public static class CountedProbe {
        private final Probes probes = new Probes(1);

        @Actor
        public void add() {
            probes.add(PROBE);
        }

        @Actor
        public void read(II_Result r) {
            r.r1 = Meeting.nonZero(probes::count);
            r.r2 = r.r1 == 0 ? 0 : probes.get(0) == PROBE ? 1 : -1;
        }
    }

    @JCStressTest
    @Description("E2: racing adds give each probe a number of its own")
    @Outcome(
            id = {"0, 1, true", "1, 0, true"},
            expect = ACCEPTABLE,
            desc = "one came first")
    @Outcome(expect = FORBIDDEN, desc = "two probes with one number, or a number without a probe")
    @State
    public static class RacingAdds {
        private final Probes probes = new Probes(2);

        @Actor
        public void one(IIZ_Result r) {
            r.r1 = probes.add(PROBE);
        }

        @Actor
        public void other(IIZ_Result r) {
            r.r2 = probes.add(OTHER);
        }

        @Arbiter
        public void end(IIZ_Result r) {
            r.r3 = probes.count() == 2 && probes.get(r.r1) == PROBE && probes.get(r.r2) == OTHER;
        }
    }
}
