// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.allocsites.benchmarks.KernelRun.Took;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In a JVM of its own, as the comparison has it. */
final class KernelRunTests {
    @Test
    void shouldMeasureEachTurnAndTheWholeProcess() throws Exception {
        try (KernelRun run = start(Contender.NONE)) {
            Took one = run.turn(1);
            Took ten = run.turn(10);
            Took all = run.end();

            assertThat(one.wall()).isPositive();
            assertThat(ten.wall()).isPositive();
            assertThat(ten.cpu()).isPositive();
            assertThat(all.wall()).isGreaterThan(one.plus(ten).wall());
            assertThat(all.cpu()).isGreaterThan(one.plus(ten).cpu());
        }
    }

    @Test
    void shouldSayWhenAContenderDoesNotRun() throws Exception {
        assertThat(start(new Contender("unknown flag", List.of("-XX:+NoSuchFlag"))))
                .isNull();
    }

    @Test
    void shouldNotTakeTheEndOfAJvmForATurn() throws Exception {
        try (KernelRun run = start(Contender.NONE)) {
            run.process().destroyForcibly();
            run.process().onExit().join();

            assertThatIOException().isThrownBy(() -> run.turn(1)).withMessageContaining("before its time");
        }
    }

    private static KernelRun start(Contender contender) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return KernelRun.start(java, System.getProperty("java.class.path"), contender, "json", 1);
    }
}
