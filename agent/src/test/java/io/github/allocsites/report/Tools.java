// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Programs of other people that read our formats; a test that needs a missing one is skipped, and says so. */
public final class Tools {
    private static final long LIMIT_SECONDS = 120;

    private Tools() {}

    /** The first of some commands or files that is on this machine. */
    public static Path require(String... candidates) {
        for (String candidate : candidates) {
            for (String folder : ("/:" + System.getenv("PATH")).split(":")) {
                Path file = Path.of(folder).resolve(candidate);
                if (Files.isReadable(file)) {
                    return file;
                }
            }
        }
        Assumptions.abort("not on this machine: " + String.join(", ", candidates));
        return null;
    }

    /** The folder that a variable of the environment names. */
    static Path requireFolder(String variable) {
        String folder = System.getenv(variable);
        Assumptions.assumeTrue(folder != null && !folder.isBlank(), variable + " names no folder");
        return Path.of(folder);
    }

    /** What a command prints. */
    public static String run(Object... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("allocsites", ".out");
        Path err = Files.createTempFile("allocsites", ".err");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(command).stream().map(Object::toString).toList())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + List.of(command));
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(List.of(command) + ": " + Files.readString(err) + Files.readString(out));
        }
        return Files.readString(out);
    }
}
