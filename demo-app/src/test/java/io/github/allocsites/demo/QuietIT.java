// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recorded application prints, and how it ends when it is asked to. */
final class QuietIT {
    /** 128 + SIGTERM, as without an agent. */
    private static final int TERMINATED = 143;

    @TempDir
    private Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldPrintNothingWhenTheJvmBringsTheAgent(Jdk jdk) throws Exception {
        Path dump = folder.resolve("dump.json");
        try (Demo demo = DemoJar.on(jdk).agent("dump=" + dump).start()) {
            demo.visit(1);

            assertThat(demo.terminate()).isEqualTo(TERMINATED);
            assertThat(demo.err()).isEmpty();
            assertThat(demo.logged("WARN", "io.github.allocsites.spring")).isEmpty();
        }
        checkDump(dump, "JAVAAGENT");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldPrintWhatTheJvmSaysAboutAttaching(Jdk jdk) throws Exception {
        Path dump = folder.resolve("dump.json");
        try (Demo demo = DemoJar.on(jdk).properties("allocsites.dump=" + dump).start()) {
            demo.visit(1);

            assertThat(demo.terminate()).isEqualTo(TERMINATED);
            if (jdk.feature() < 21) {
                assertThat(demo.err()).isEmpty();
            } else {
                assertThat(demo.err().lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .startsWith("WARNING: A Java agent has been loaded dynamically ("),
                                line -> assertThat(line).contains("-XX:+EnableDynamicAgentLoading"),
                                line -> assertThat(line).contains("-Djdk.instrument.traceUsage"),
                                line -> assertThat(line)
                                        .isEqualTo("WARNING: Dynamic loading of agents will be disallowed by default"
                                                + " in a future release"));
            }
        }
        checkDump(dump, "SELF_ATTACH");
    }

    private void checkDump(Path dump, String installedBy) throws Exception {
        try (var files = Files.list(folder)) {
            assertThat(files).as("no half-written file is left").containsExactly(dump);
        }
        Answer report = Answer.of(Answer.parse(Files.readString(dump)));
        assertThat(report.number("/format")).isEqualTo(1);
        assertThat(report.text("/status")).isEqualTo("RECORDING");
        assertThat(report.text("/installedBy")).isEqualTo(installedBy);
        assertThat(report.rowsIn("io.github.allocsites.demo")).isNotEmpty();
        report.checkComplete();
    }
}
