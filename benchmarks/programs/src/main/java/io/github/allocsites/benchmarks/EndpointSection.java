// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What reading costs the demo: its CPU for a report and for a scrape. */
final class EndpointSection {
    private static final int CLIENTS = 8;
    private static final int REQUESTS = 5_000;
    private static final int WARM_UPS = 50;
    private static final int READS = 100;
    private static final String REPORT = "/actuator/allocsites?limit=50";
    private static final String SCRAPE = "/actuator/prometheus";

    private final Demo.Launcher launcher;
    private final Contender ours;
    private final int pairs;

    EndpointSection(Demo.Launcher launcher, Contender ours, int pairs) {
        this.launcher = launcher;
        this.ours = ours;
        this.pairs = pairs;
    }

    /** Milliseconds of CPU: the first read, and one of many. */
    private record Cost(double probes, double firstMillis, double millis) {}

    void writeTo(Appendable out) throws IOException, InterruptedException {
        List<Cost> reports = new ArrayList<>();
        List<Cost> with = new ArrayList<>();
        List<Cost> without = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            reports.add(cost(REPORT, List.of()));
            with.add(cost(SCRAPE, List.of()));
            without.add(cost(SCRAPE, List.of("--allocsites.metrics.enabled=false")));
        }
        out.append(String.format(
                Locale.ROOT,
                "%n## Reading, at %.0f probes%n%nMilliseconds of CPU, medians of %d runs of %d reads each.%n%n"
                        + "| read | first | later |%n|---|---|---|%n",
                Sample.of(reports.stream().map(Cost::probes).toList()).median(),
                pairs,
                READS));
        row(out, "`GET " + REPORT + "`", reports);
        row(out, "`GET " + SCRAPE + "`", with);
        row(out, "the same with `allocsites.metrics.enabled=false`", without);
    }

    private static void row(Appendable out, String name, List<Cost> costs) throws IOException {
        Sample first = Sample.of(costs.stream().map(Cost::firstMillis).toList());
        Sample later = Sample.of(costs.stream().map(Cost::millis).toList());
        out.append(String.format(Locale.ROOT, "| %s | %.0f | %s |%n", name, first.median(), later.text()));
    }

    private Cost cost(String path, List<String> arguments) throws IOException, InterruptedException {
        try (Demo demo = launcher.start(ours, arguments)) {
            new Load(demo.port(), CLIENTS).counting(REQUESTS);
            try (Connection connection = new Connection(demo.port())) {
                double first = millis(demo, connection, path, 1);
                millis(demo, connection, path, WARM_UPS);
                double later = millis(demo, connection, path, READS);
                Cost cost = new Cost(demo.reported("probes"), first, later);
                System.err.println("reading, " + path + " " + arguments + ": " + cost);
                return cost;
            }
        }
    }

    private static double millis(Demo demo, Connection connection, String path, int reads) throws IOException {
        long before = demo.cpuNanos();
        for (int read = 0; read < reads; read++) {
            connection.get(path);
        }
        return (demo.cpuNanos() - before) / 1e6 / reads;
    }
}
