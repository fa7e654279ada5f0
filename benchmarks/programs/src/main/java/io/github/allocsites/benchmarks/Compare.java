// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares and prints Markdown: {@code Compare [--pairs N] [--only PART] [section...]}. The part is one of a
 * contender's name; all sections run when none is named.
 */
public final class Compare {
    private static final List<String> SECTIONS =
            List.of("kernels", "http", "cold", "startup", "ready", "memory", "endpoint", "ids");

    private final Path folder = Files.createTempDirectory("benchmarks");
    private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    private final Path agent = Path.of(System.getProperty("allocsites.agent"));
    private final Path picture = Path.of(System.getProperty("benchmarks.picture"));
    private final Demo.Launcher launcher =
            new Demo.Launcher(java, Path.of(System.getProperty("benchmarks.demo")), folder);
    private final DemoRuns demo = new DemoRuns(launcher);
    private final Peers peers = Peers.find(Path.of(System.getProperty("benchmarks.lib")), folder);
    private final Contender ours = Contender.ours(agent, "allocsites", "");
    private final int pairs;
    private final String only;

    private Compare(int pairs, String only) throws IOException {
        this.pairs = pairs;
        this.only = only;
    }

    /** System properties: {@code allocsites.agent}, {@code benchmarks.demo}, {@code .lib} and {@code .picture}. */
    public static void main(String[] arguments) throws Exception {
        List<String> sections = new ArrayList<>(List.of(arguments));
        int pairs = Integer.parseInt(option(sections, "--pairs", "5"));
        String only = option(sections, "--only", "").toLowerCase(Locale.ROOT);
        List<String> unknown =
                sections.stream().filter(section -> !SECTIONS.contains(section)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no sections: " + unknown + "; there are " + SECTIONS);
        }
        Compare compare = new Compare(pairs, only);
        for (String section : sections.isEmpty() ? SECTIONS : sections) {
            compare.write(section, System.out);
        }
    }

    private static String option(List<String> arguments, String name, String standard) {
        int at = arguments.indexOf(name);
        if (at < 0) {
            return standard;
        }
        arguments.remove(at);
        return arguments.remove(at);
    }

    private void write(String section, Appendable out) throws Exception {
        switch (section) {
            case "kernels" ->
                new KernelComparison(
                                java,
                                System.getProperty("java.class.path"),
                                wanted(Contender.all(agent, peers, folder)),
                                pairs)
                        .writeTo(out);
            case "http" -> demo("The warm demo over HTTP", Contender.ofDemo(agent, peers, folder), demo::http, out);
            case "cold" ->
                demo(
                        "From the start of the JVM through 20,000 requests",
                        Contender.ofDemo(agent, peers, folder),
                        DemoComparison.inTurn(demo::cold),
                        out);
            case "startup" ->
                demo(
                        "Start of the demo",
                        Contender.ofStartUp(agent, peers, folder),
                        DemoComparison.inTurn(demo::startUp),
                        out);
            case "ready" -> new ReadySection(launcher, agent, pairs, picture).writeTo(out);
            case "memory" -> new MemorySection(launcher, ours, pairs).writeTo(out);
            case "endpoint" -> new EndpointSection(launcher, ours, pairs).writeTo(out);
            default -> new IdsSection(java, ours, 2 * pairs + 1).writeTo(out);
        }
    }

    private void demo(String title, List<Contender> contenders, DemoComparison.Both run, Appendable out)
            throws IOException, InterruptedException {
        new DemoComparison(title, Contender.DISABLED, wanted(contenders), pairs, run).writeTo(out);
    }

    /** The one of that name, or those with that part in their names. */
    private List<Contender> wanted(List<Contender> contenders) {
        boolean isName =
                contenders.stream().anyMatch(contender -> contender.name().equalsIgnoreCase(only));
        return contenders.stream()
                .filter(contender -> isName
                        ? contender.name().equalsIgnoreCase(only)
                        : contender.name().toLowerCase(Locale.ROOT).contains(only))
                .toList();
    }
}
