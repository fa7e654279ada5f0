// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.Soak;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything at once, at random. Runs longer by hand: the workload's first argument is its seconds. */
final class SoakIT {
    private static final int SECONDS = 20;
    private static final int THREADS = 32;
    private static final int MOST_LOADERS = 10_000;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    /** The JVM lets nobody change {@code jdk.internal.vm.Continuation}. */
    private static final long CONTINUATION = 1;

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldAgreeWithWhatEachThreadAllocatedByItsOwnAccount(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Soak.class)
                .agent("")
                .arguments(SECONDS, THREADS, MOST_LOADERS)
                .run();

        System.out.println(jdk + ": " + String.join(" ", outcome.out().lines().toList()));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("counted")).isPositive().isEqualTo(outcome.number("made"));
        assertThat(outcome.number("sites.unequal")).isZero();
        assertThat(outcome.number("specimens.counted")).isPositive().isEqualTo(outcome.number("specimens.made"));
        assertThat(outcome.number("decreased")).isZero();
        assertThat(outcome.number("skipped")).isEqualTo(jdk.feature() >= 21 ? CONTINUATION : 0);
        for (String done : List.of("resets", "reads", "dumps", "drains", "threads")) {
            assertThat(outcome.number(done)).isPositive();
        }
    }
}
