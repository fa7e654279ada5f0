// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.ManyProbes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More probes than an arena has counters, in a program that needs nothing of what the agent then needs. */
final class ManyProbesIT {
    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStayExactWhenThereAreMoreProbesThanCounters(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ManyProbes.class).agent("").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("probes")).isGreaterThan(ManyProbes.EVENTS);
        assertThat(outcome.number("events")).isEqualTo(ManyProbes.EVENTS);
    }
}
