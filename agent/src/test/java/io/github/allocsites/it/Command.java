// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM with a command line of any kind, run to its end. */
final class Command {
    static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar", "target/allocsites-agent.jar"));

    private static final long LIMIT_SECONDS = 60;
    private static final String FLAGS = System.getProperty("allocsites.jvm.flags", "");

    private Command() {}

    record Outcome(int exitCode, String out, List<String> err) {}

    /** {@code java}, the flags of the build, and some words. */
    static Outcome java(Jdk jdk, String locale, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(FLAGS.isBlank() ? List.of() : List.of(FLAGS.trim().split("\\s+")));
        command.addAll(Stream.of(words).map(Object::toString).toList());
        Path out = Files.createTempFile("allocsites", ".out");
        Path err = Files.createTempFile("allocsites", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " did not end: " + Files.readString(err));
        }
        return new Outcome(process.exitValue(), Files.readString(out), Files.readAllLines(err));
    }
}
