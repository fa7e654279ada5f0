// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures of the demo with each contender beside one without an agent right before it. */
final class DemoComparison {
    private final String title;
    private final Contender base;
    private final List<Contender> contenders;
    private final Both run;
    private final int pairs;

    DemoComparison(String title, Contender base, List<Contender> contenders, int pairs, Both run) {
        this.title = title;
        this.base = base;
        this.contenders = contenders;
        this.pairs = pairs;
        this.run = run;
    }

    /** Starts the demo, uses it and ends it. */
    @FunctionalInterface
    interface Run {
        /** Figures by their name and unit, always the same; null where the demo does not run. */
        Map<String, Double> of(Contender contender) throws IOException, InterruptedException;
    }

    /** Uses the demo in both ways, and ends it. */
    @FunctionalInterface
    interface Both {
        /** What was found. */
        Pair of(Contender without, Contender with) throws IOException, InterruptedException;
    }

    /** Figures without and with a contender; null where the demo does not run. */
    record Pair(Map<String, Double> without, Map<String, Double> with) {
        static final Pair NONE = new Pair(null, null);

        private boolean isWhole() {
            return without != null && with != null;
        }
    }

    /** One after the other. */
    static Both inTurn(Run run) {
        return (without, with) -> new Pair(run.of(without), run.of(with));
    }

    /** A table: a line for each contender, a column for each figure with its ratio to no agent. */
    void writeTo(Appendable out) throws IOException, InterruptedException {
        Map<Contender, List<Pair>> measured = measured();
        List<Pair> all = measured.values().stream().flatMap(List::stream).toList();
        out.append("\n## " + title + "\n\nMedians; behind them the ratio to no agent, median of " + pairs
                + " pairs (least-most).\n\n");
        if (all.isEmpty()) {
            out.append("Nothing runs.\n");
            return;
        }
        List<String> figures = List.copyOf(all.get(0).without().keySet());
        out.append("| contender | " + String.join(" | ", figures) + " |\n|---|" + "---|".repeat(figures.size()) + "\n");
        out.append("| " + base.name() + " |");
        for (String figure : figures) {
            out.append(" "
                    + number(
                            all.stream().map(pair -> pair.without().get(figure)).toList()) + " |");
        }
        out.append('\n');
        for (Contender contender : contenders) {
            out.append("| " + contender.name() + " |" + row(measured.get(contender), figures) + "\n");
        }
    }

    private Map<Contender, List<Pair>> measured() throws IOException, InterruptedException {
        Map<Contender, List<Pair>> all = new LinkedHashMap<>();
        contenders.forEach(contender -> all.put(contender, new ArrayList<>()));
        for (int pair = 0; pair < pairs; pair++) {
            for (Contender contender : contenders) {
                Pair found = run.of(base, contender);
                System.err.println(title + ", " + contender.name() + ": " + found);
                if (found.isWhole()) {
                    all.get(contender).add(found);
                }
            }
        }
        return all;
    }

    private static String row(List<Pair> pairs, List<String> figures) {
        StringBuilder row = new StringBuilder();
        for (String figure : figures) {
            row.append(' ')
                    .append(pairs.isEmpty() ? "does not run" : cell(pairs, figure))
                    .append(" |");
        }
        return row.toString();
    }

    private static String cell(List<Pair> pairs, String figure) {
        String value =
                number(pairs.stream().map(pair -> pair.with().get(figure)).toList());
        Sample ratios = Sample.of(pairs.stream()
                .map(pair -> pair.with().get(figure) / pair.without().get(figure))
                .toList());
        boolean isRatio = Double.isFinite(ratios.median());
        return isRatio ? value + ", " + ratios.text() : value;
    }

    /** The median; a dash where there is none. */
    private static String number(List<Double> values) {
        double median = Sample.of(values).median();
        return Double.isNaN(median) ? "-" : String.format(Locale.ROOT, median < 100 ? "%.2f" : "%.0f", median);
    }
}
