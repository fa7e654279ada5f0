// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With a stack at every event, each stack has the count and bytes that the oracle has for it. */
final class StackOracleIT {
    private static final int REPETITIONS = Integer.getInteger("oracle.stack.repetitions", 200);
    private static final int LEAST_ROWS = 100;

    @TempDir
    private static Path folder;

    static Stream<Arguments> workloads() {
        return OracleIT.workloads();
    }

    @BeforeAll
    static void printNormalisation() {
        assumeTrue(AsyncProfiler.isForThisPlatform(), "the oracle is only asked on Linux x64: nothing was compared");
        assumeTrue(REPETITIONS > 0, "takes ten minutes, so on demand: -Doracle.stack.repetitions=20");
        System.out.println("Frames not shown, then cut to " + Stacks.DEPTH + ": native ones at the top, those of "
                + Stacks.BEGINNINGS + ", " + Stacks.HIDDEN + " and of classes with " + Stacks.PARTS
                + " in their names");
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("workloads")
    void shouldCountEachStackAsTheOracleDoes(Jdk jdk, String workload) throws Exception {
        OracleRuns oracle = OracleRuns.byStack(jdk, workload, REPETITIONS, AsyncProfiler.unpack(folder), folder);
        Run once = Run.withStacks(jdk, workload, REPETITIONS, folder);
        Run twice = Run.withStacks(jdk, workload, 2 * REPETITIONS, folder);
        Agreement agreement = new Agreement(oracle.difference(), twice.rows().minus(once.rows()));
        System.out.println(
                "Stacks of " + workload + " on " + jdk + ", " + REPETITIONS + " repetitions: " + agreement.summary());
        agreement.allDifferences().forEach(difference -> System.out.println("  differs: " + difference));

        assertThat(List.of(once.result(), twice.result())).isEqualTo(oracle.results());
        assertThat(agreement.oracle().keys()).hasSizeGreaterThan(LEAST_ROWS);
        assertThat(agreement.allDifferences()).isEmpty();
    }
}
