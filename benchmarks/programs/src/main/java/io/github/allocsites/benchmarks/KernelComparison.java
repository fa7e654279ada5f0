// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import io.github.allocsites.benchmarks.KernelRuns.Took;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Kernels with each contender beside one without an agent right before it. */
final class KernelComparison {
    private static final Map<String, Integer> ROUNDS = Map.of("json", 80, "collections", 150, "sql", 50, "arrays", 30);
    private static final List<String> KERNELS = List.of("json", "collections", "sql", "arrays");

    private final KernelRuns runs;
    private final List<Contender> contenders;
    private final int pairs;

    KernelComparison(KernelRuns runs, List<Contender> contenders, int pairs) {
        this.runs = runs;
        this.contenders = contenders;
        this.pairs = pairs;
    }

    private record Pair(Took without, Took with) {
        double ratio(ToDoubleFunction<Took> figure) {
            return figure.applyAsDouble(with) / figure.applyAsDouble(without);
        }
    }

    /** A table of ratios: a line for each contender and kind of time, a column for each kernel. */
    void writeTo(Appendable out) throws IOException, InterruptedException {
        Map<Contender, Map<String, List<Pair>>> all = measured();
        out.append("\n## Kernels, each in a fresh JVM\n\nRatios to no agent, medians of " + pairs
                + " pairs (least-most); rounds after as many to warm up.\n\n");
        out.append("| contender | time | " + String.join(" | ", KERNELS) + " | geometric mean |\n");
        out.append("|---|---|" + "---|".repeat(KERNELS.size() + 1) + "\n");
        for (Contender contender : contenders) {
            row(out, contender.name(), "wall, warm", all.get(contender), Took::warmWall);
            row(out, "", "CPU, warm", all.get(contender), Took::warmCpu);
            row(out, "", "CPU, whole process", all.get(contender), Took::allCpu);
        }
    }

    private Map<Contender, Map<String, List<Pair>>> measured() throws IOException, InterruptedException {
        Map<Contender, Map<String, List<Pair>>> all = new LinkedHashMap<>();
        contenders.forEach(contender -> all.put(contender, new LinkedHashMap<>()));
        for (String kernel : KERNELS) {
            for (int pair = 0; pair < pairs; pair++) {
                for (Contender contender : contenders) {
                    add(all.get(contender).computeIfAbsent(kernel, each -> new ArrayList<>()), contender, kernel);
                }
            }
        }
        return all;
    }

    private void add(List<Pair> found, Contender contender, String kernel) throws IOException, InterruptedException {
        int rounds = ROUNDS.get(kernel);
        Took without = runs.run(Contender.NONE, kernel, rounds, rounds);
        Took with = runs.run(contender, kernel, rounds, rounds);
        if (without != null && with != null) {
            found.add(new Pair(without, with));
            System.err.printf(
                    Locale.ROOT,
                    "%s, %s: wall %.3f, CPU %.3f of %.0f ms%n",
                    kernel,
                    contender.name(),
                    found.get(found.size() - 1).ratio(Took::warmWall),
                    found.get(found.size() - 1).ratio(Took::warmCpu),
                    without.warmCpu() / 1e6);
        }
    }

    private static void row(
            Appendable out, String name, String time, Map<String, List<Pair>> measured, ToDoubleFunction<Took> figure)
            throws IOException {
        out.append("| " + name + " | " + time + " |");
        double product = 1;
        for (String kernel : KERNELS) {
            List<Pair> pairs = measured.get(kernel);
            if (pairs.isEmpty()) {
                out.append(" does not run |");
                product = Double.NaN;
            } else {
                Sample sample =
                        Sample.of(pairs.stream().map(pair -> pair.ratio(figure)).toList());
                out.append(" " + sample.text() + " |");
                product *= sample.median();
            }
        }
        out.append(String.format(Locale.ROOT, " %.3f |%n", Math.pow(product, 1.0 / KERNELS.size())));
    }
}
