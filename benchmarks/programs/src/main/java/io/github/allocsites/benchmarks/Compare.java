// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Compares and prints Markdown: {@code Compare kernels [pairs] [part of a contender's name]}. */
public final class Compare {
    private Compare() {}

    /** System properties: {@code allocsites.agent}, {@code benchmarks.lib} and the JVM's own {@code java.home}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmarks");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path agent = Path.of(System.getProperty("allocsites.agent"));
        int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        String name = arguments.length > 2 ? arguments[2].toLowerCase(Locale.ROOT) : "";
        Peers peers = Peers.find(Path.of(System.getProperty("benchmarks.lib")), folder);
        List<Contender> contenders = Contender.all(agent, peers, folder).stream()
                .filter(contender -> contender.name().toLowerCase(Locale.ROOT).contains(name))
                .toList();
        KernelRuns runs = new KernelRuns(java, System.getProperty("java.class.path"));
        new KernelComparison(runs, contenders, pairs).writeTo(System.out);
    }
}
