// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.benchmarks.KernelRuns.Took;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, as the comparison has it. */
final class KernelRunsTests {
    private final KernelRuns runs = new KernelRuns(
            Path.of(System.getProperty("java.home"), "bin", "java"), System.getProperty("java.class.path"));

    @Test
    void shouldMeasureTheRoundsAndTheWholeProcess() throws Exception {
        Took took = runs.run(Contender.NONE, "json", 1, 1);

        assertThat(took.warmWall()).isPositive();
        assertThat(took.allWall()).isGreaterThan(took.warmWall());
        assertThat(took.warmCpu()).isPositive();
        assertThat(took.allCpu()).isGreaterThan(took.warmCpu());
    }

    @Test
    void shouldSayWhenAContenderDoesNotRun() throws Exception {
        assertThat(runs.run(new Contender("unknown flag", List.of("-XX:+NoSuchFlag")), "json", 1, 1))
                .isNull();
    }
}
