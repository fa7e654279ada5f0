// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our rows against those of async-profiler, which is told of every object by the JVM itself. What twice as many
 * repetitions allocate more is compared, so that neither start-up nor warm-up is.
 */
final class OracleIT {
    private static final int REPETITIONS = Integer.getInteger("oracle.repetitions", 2000);
    private static final double LEAST_COVERAGE = 0.995;
    private static final double MOST_COVERAGE = 1.005;
    private static final double MOST_BY_VIRTUAL_MACHINE = 0.005;
    private static final double MOST_LEFT_OUT = 0.001;

    @TempDir
    private static Path folder;

    static Stream<Arguments> workloads() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of("json", "streams", "sql").map(workload -> arguments(jdk, workload)));
    }

    @BeforeAll
    static void printRedirects() {
        assumeTrue(AsyncProfiler.isForThisPlatform(), "the oracle is only asked on Linux x64: nothing was compared");
        System.out.println("Counted where they are called, so taken off the oracle's stacks:");
        Redirects.METHODS.forEach(method -> System.out.println("  " + method));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("workloads")
    void shouldCountWhatTheOracleCounts(Jdk jdk, String workload) throws Exception {
        OracleRuns oracle = OracleRuns.of(jdk, workload, REPETITIONS, AsyncProfiler.unpack(folder), folder);
        Run once = Run.underAgent(jdk, workload, REPETITIONS, folder, "-Xint");
        Run twice = Run.underAgent(jdk, workload, 2 * REPETITIONS, folder, "-Xint");
        Agreement agreement = new Agreement(oracle.difference(), twice.rows().minus(once.rows()));
        LeftOut leftOut = new LeftOut(twice.leftOut(), oracle.difference());
        print(jdk, workload, oracle, agreement);
        leftOut.lines().forEach(line -> System.out.println("  left out: " + line));

        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(List.of(once.result(), twice.result())).isEqualTo(oracle.results());
        softly.assertThat(oracle.difference().total().bytes())
                .as("objects the oracle itself missed")
                .isEqualTo(oracle.allocatedBytes());
        softly.assertThat(agreement.coverage()).isBetween(LEAST_COVERAGE, MOST_COVERAGE);
        softly.assertThat(agreement.largest()).hasSize(Agreement.LARGEST);
        softly.assertThat(agreement.differences()).isEmpty();
        softly.assertThat(agreement.virtualMachineShare()).isLessThanOrEqualTo(MOST_BY_VIRTUAL_MACHINE);
        softly.assertThat(leftOut.share()).isLessThanOrEqualTo(MOST_LEFT_OUT);
        softly.assertAll();
    }

    private static void print(Jdk jdk, String workload, OracleRuns oracle, Agreement agreement) {
        System.out.println(workload + " on " + jdk + ", " + REPETITIONS + " repetitions: " + agreement.summary()
                + "; recordings: " + oracle.recordings());
        Rows own = agreement.virtualMachineRows();
        own.largest().forEach(row -> System.out.println("  by the JVM itself: " + row + ": " + own.of(row)));
        agreement.allDifferences().forEach(difference -> System.out.println("  differs: " + difference));
        assertThat(agreement.oracle().keys()).isNotEmpty();
    }
}
