// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@link RandomRecording} in little memory. At 16 MB there can be more probes than counters; both times most threads
 * have no arena. {@code -Dallocsites.model.seed=S} repeats a run.
 */
final class RandomRecordingIT {
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());

    @ParameterizedTest
    @CsvSource({"4194304, 1000000, \\b0 probes without", "16777216, 1200000, [1-9]\\d+ probes without"})
    void shouldStayExactWhenMemoryIsScarce(long memoryMaxBytes, int operations, String overflow) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        for (String exported : List.of("jdk.internal.misc", "jdk.internal.vm.annotation", "jdk.internal.access")) {
            command.add("--add-exports=java.base/" + exported + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", location(Hook.class) + File.pathSeparator + location(RandomRecording.class)));
        command.addAll(List.of(RandomRecording.class.getName(), "" + memoryMaxBytes, "" + operations, "" + SEED));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(said);
        assertThat(process.waitFor()).as("seed " + SEED + ": " + said).isZero();
        assertThat(said).containsPattern(overflow).containsPattern("[1-9]\\d+ events without an arena");
    }

    private static Path location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
