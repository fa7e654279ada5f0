// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.StackStress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures in every bad moment. Runs longer by hand: the workload's first argument is its seconds. */
final class StackStressIT {
    private static final int SECONDS = Integer.getInteger("stack.stress.seconds", 10);
    private static final int THREADS = 32;
    private static final int MOST_LOADERS = 10_000;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLoseNothingAndDisturbNobodyWhereverAStackIsCaptured(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, StackStress.class)
                .recorded("stacks.interval=1KB")
                .arguments(SECONDS, THREADS, MOST_LOADERS)
                .run();

        System.out.println(jdk + ": " + String.join(" ", outcome.out().lines().toList()));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("failures")).isZero();
        assertThat(outcome.number("overflows")).isPositive();
        assertThat(outcome.number("stray")).isZero();
        assertThat(counted(outcome, "guard", "int[]")).isPositive().isEqualTo(outcome.number("guarded"));
        assertThat(counted(outcome, "value", "long[]")).isPositive().isEqualTo(outcome.number("computed"));
        assertThat(counted(outcome, "toString", "char[]")).isPositive().isEqualTo(outcome.number("concatenated"));
        assertThat(counted(outcome, "descend", "short[]") - outcome.number("overflowing"))
                .isBetween(0L, outcome.number("overflows")); // the last event of each, which was not made any more
        assertThat(outcome.report()
                        .sum(row -> row.get("className").asText().endsWith("$Initialised"))
                        .count())
                .isPositive()
                .isEqualTo(outcome.number("initialised"));
    }

    private static long counted(Program.Outcome outcome, String method, String type) {
        return outcome.report()
                .sum(row -> row.get("className").asText().startsWith(StackStress.class.getName())
                        && row.get("method").asText().equals(method)
                        && row.get("type").asText().equals(type))
                .count();
    }
}
