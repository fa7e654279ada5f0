// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Threads whose ids are equal modulo the size of the arenas' index, beside others. */
final class IdsSection {
    private final Path java;
    private final Contender ours;
    private final int rounds;

    IdsSection(Path java, Contender ours, int rounds) {
        this.java = java;
        this.ours = ours;
        this.rounds = rounds;
    }

    void writeTo(Appendable out) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xms1g", "-Xmx1g"));
        command.addAll(ours.flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.github.allocsites.benchmarks.kernel.EqualIds", String.valueOf(rounds)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String[] words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .trim()
                .split(" ");
        process.waitFor();
        out.append("\n## 64 threads with ids equal modulo the index\n\nMedians of " + rounds + " rounds: " + words[0]
                + " ms, with consecutive ids " + words[1] + " ms, ratio " + words[2] + ".\n");
    }
}
