// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every shipped edge for a moment, and the weakened ones whose failure a moment shows; all of them: run.sh. */
final class StressIT {
    private static final int SHIPPED_AT_LEAST = 20;

    @Test
    void shouldHoldEveryEdgeForAMoment(@TempDir Path work) throws Exception {
        assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "two actors need a processor each");
        Process process = start(work);
        String report = output(process);
        assertThat(process.waitFor()).as(report).isZero();
        assertThat(report.lines().filter(line -> line.endsWith("| - | ok |")))
                .as(report)
                .hasSizeGreaterThanOrEqualTo(SHIPPED_AT_LEAST);
        assertThat(report).contains("| WeakenedBuckets.RacingAdds |");
    }

    private static Process start(Path work) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.vm.annotation=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stress.class.getName(),
                        "brief")
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
