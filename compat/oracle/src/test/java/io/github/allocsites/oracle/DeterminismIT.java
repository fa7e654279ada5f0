// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same program has the same rows, whatever compiles it. */
final class DeterminismIT {
    private static final int REPETITIONS = Integer.getInteger("determinism.repetitions", 6000);
    private static final int INTERPRETED_RUNS = 3;
    private static final int COMPILED_RUNS = Integer.getInteger("determinism.runs", 3);

    @TempDir
    private Path folder;

    static Stream<Arguments> workloads() {
        return OracleIT.workloads();
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("workloads")
    void shouldHaveTheSameRowsUnderEveryCompiler(Jdk jdk, String workload) throws Exception {
        Rows repeated = repeated(jdk, workload);
        List<String> differences = new ArrayList<>();
        for (int time = 0; time < COMPILED_RUNS; time++) {
            compare(repeated, "C1", run(jdk, workload, "-XX:TieredStopAtLevel=1"), differences);
            compare(repeated, "C2", run(jdk, workload, "-XX:+TieredCompilation"), differences);
        }
        System.out.println(workload + " on " + jdk + ", " + REPETITIONS + " repetitions: "
                + repeated.keys().size() + " rows repeated by " + INTERPRETED_RUNS + " interpreted runs, "
                + differences.size() + " unlike in " + COMPILED_RUNS + " runs of each compiler");
        assertThat(repeated.keys()).hasSizeGreaterThan(100);
        assertThat(differences).isEmpty();
    }

    private static void compare(Rows repeated, String compiler, Rows compiled, List<String> differences) {
        for (Row row : repeated.largest()) {
            if (!compiled.of(row).equals(repeated.of(row))) {
                differences.add(compiler + ": " + row + ": " + compiled.of(row) + ", interpreted " + repeated.of(row));
            }
        }
    }

    /** Rows that all interpreted runs have in common; what only one of them has is not the program's doing. */
    private Rows repeated(Jdk jdk, String workload) throws Exception {
        Rows first = run(jdk, workload, "-Xint");
        Rows repeated = first;
        for (int again = 1; again < INTERPRETED_RUNS; again++) {
            Rows other = run(jdk, workload, "-Xint");
            Rows before = repeated;
            repeated = before.only(row -> other.of(row).equals(before.of(row)));
        }
        System.out.println(workload + " on " + jdk + ": "
                + (first.keys().size() - repeated.keys().size()) + " rows are not repeated by interpreted runs");
        return repeated;
    }

    private Rows run(Jdk jdk, String workload, String flag) throws Exception {
        return Run.underAgent(jdk, workload, REPETITIONS, folder, flag).rows();
    }
}
