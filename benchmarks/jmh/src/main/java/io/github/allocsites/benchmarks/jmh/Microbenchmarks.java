// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs every benchmark and prints Markdown to standard output; JMH's log goes to standard error. It takes 16 minutes;
 * with {@code --quick} two, and then its figures say nothing. From the project's folder, after
 * {@code mvn -B -q -DskipTests package}:
 *
 * <pre>
 *   java --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED \
 *       -Dallocsites.agent=agent/target/allocsites-agent.jar \
 *       -cp "benchmarks/jmh/target/classes:benchmarks/jmh/target/lib/*" \
 *       io.github.allocsites.benchmarks.jmh.Microbenchmarks [--quick] [events] [probes] [table] [reading]
 * </pre>
 *
 * The JVMs that are measured are of the same JDK. Sections that are not named are left out, all run when none is.
 */
public final class Microbenchmarks {
    private static final String QUICK = "--quick";
    private static final List<String> NAMES = List.of("events", "probes", "table", "reading");

    private Microbenchmarks() {}

    public static void main(String[] arguments) throws Exception {
        List<String> asked = known(arguments);
        Path agent = Path.of(System.getProperty("allocsites.agent")).toAbsolutePath();
        if (!Files.isReadable(agent)) {
            throw new IllegalArgumentException("no agent at " + agent);
        }
        Effort effort = asked.contains(QUICK) ? Effort.QUICK : Effort.NORMAL;
        Forks forks = new Forks(agent.toString(), effort);
        boolean isAll = asked.stream().noneMatch(NAMES::contains);
        try (PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8)) {
            out.println(head(effort));
            for (String name : NAMES) {
                if (isAll || asked.contains(name)) {
                    Section section = section(name);
                    out.print(section.text(forks.measure(section.trials())));
                }
            }
        }
    }

    private static List<String> known(String... arguments) {
        List<String> unknown = new ArrayList<>(List.of(arguments));
        unknown.removeAll(NAMES);
        unknown.remove(QUICK);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown + "; known are " + QUICK + " and " + NAMES);
        }
        return List.of(arguments);
    }

    private static Section section(String name) {
        return switch (name) {
            case "events" -> new EventSection();
            case "probes" -> new ManySitesSection();
            case "table" -> new TableSection();
            case "reading" -> new ReadingSection();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String head(Effort effort) {
        return String.format(
                Locale.ROOT,
                "JDK %s, %d processors; %d JVMs each, %d iterations of %d ms after %d of %d ms.%n"
                        + "Heap of 1 GB, serial collector; ratios are medians, errors at 99.9 %%.%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                effort.rounds(),
                effort.iterations(),
                effort.millis(),
                effort.warmUps(),
                effort.warmUpMillis());
    }
}
