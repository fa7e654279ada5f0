// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled code allocates no more with hooks in it than without, by the JVM's own count of the thread. */
final class EscapeAnalysisIT {
    /** What was held by an object that C2 takes out survives a hook's rare way in between: docs/accuracy.md. */
    private static final List<String> DISTURBED = List.of("streams", "holders");

    private static final int RUNS = 5;
    private static final int ROUNDS = 30;
    private static final int REPETITIONS = 400;
    private static final double TOLERANCE = 0.01;
    private static final double MOST_LEFT = 0.1;

    /** Capturing a stack allocates in the thread, which is not what is asked here. */
    private static final String NO_STACKS = "=stacks.interval=off";

    /** The program waits for compilers, so that a busy machine changes nothing. */
    private static final String BATCH = "-Xbatch";

    static Stream<Arguments> workloads() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("json", "streams", "sql", "vectors", "holders", "builders")
                        .map(workload -> arguments(jdk, workload)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("workloads")
    void shouldNotAllocateMoreThanWithoutTheAgent(Jdk jdk, String workload) throws Exception {
        long[] without = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            without[run] = Run.steadyBytes(jdk, workload, ROUNDS, REPETITIONS, BATCH);
        }
        long least = LongStream.of(without).min().orElseThrow();
        long most = LongStream.of(without).max().orElseThrow();
        long with = Run.steadyBytes(jdk, workload, ROUNDS, REPETITIONS, BATCH, Run.agent() + NO_STACKS);
        System.out.printf(
                "%s on %s, bytes a repetition: %d to %d without the agent, %d with it%n",
                workload, jdk, least / REPETITIONS, most / REPETITIONS, with / REPETITIONS);

        assumeFalse(DISTURBED.contains(workload), "C2 keeps some of what was held by what it takes out");
        long tolerance = Math.max((long) (TOLERANCE * most), most - least);
        assertThat(with).isLessThanOrEqualTo(most + tolerance);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLookAtAProgramOfWhichLittleIsLeft(Jdk jdk) throws Exception {
        long interpreted = Run.steadyBytes(jdk, "vectors", 0, REPETITIONS, "-Xint");
        long compiled = Run.steadyBytes(jdk, "vectors", ROUNDS, REPETITIONS, BATCH);
        assertThat(compiled).isLessThan((long) (MOST_LEFT * interpreted));
    }

    static Stream<Jdk> jdks() {
        return Jdk.all().stream();
    }
}
