// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.Measured;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProfilerIT {
    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldMeasureAPieceOfCodeExactly(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Measured.class).agent("").run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.number("thread.count")).isEqualTo(Measured.EVENTS);
        assertThat(outcome.number("thread.rows")).isEqualTo(1);
        assertThat(outcome.number("empty.count")).isZero();
        assertThat(outcome.number("process.count")).isEqualTo(Measured.EVENTS);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountFromZeroAfterAResetAndOnForMeters(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Measured.class).agent("").run();

        assertThat(outcome.number("reset.events")).isZero();
        assertThat(outcome.number("reset.dropped")).isZero();
        assertThat(outcome.number("lifetime.events")).isEqualTo(2 * Measured.EVENTS);
        assertThat(outcome.number("lifetime.grew")).isEqualTo(1);
    }
}
