// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A kernel in a JVM of its own. */
final class KernelRuns {
    private static final long LIMIT_MINUTES = 10;

    private final Path java;
    private final String classPath;

    KernelRuns(Path java, String classPath) {
        this.java = java;
        this.classPath = classPath;
    }

    /**
     * Nanoseconds that a run took.
     *
     * @param warmWall of the rounds behind the warm-up
     * @param warmCpu the same, of all threads of the process
     * @param allWall since the JVM began
     * @param allCpu the same, of all threads of the process
     */
    record Took(double warmWall, double warmCpu, double allWall, double allCpu) {}

    /** Null where the JVM did not come to its end with these flags. */
    Took run(Contender contender, String kernel, int warmUps, int rounds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xms1g", "-Xmx1g", "-XX:+UseSerialGC"));
        command.addAll(contender.flags());
        command.addAll(List.of("-cp", classPath, "io.github.allocsites.benchmarks.kernel.Main", kernel));
        command.addAll(List.of(String.valueOf(warmUps), String.valueOf(rounds)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            System.err.println(contender.name() + " failed: " + out);
            return null;
        }
        return out.lines()
                .filter(line -> line.startsWith("measured "))
                .map(KernelRuns::took)
                .findFirst()
                .orElse(null);
    }

    private static Took took(String line) {
        String[] words = line.split(" ");
        return new Took(
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]));
    }
}
