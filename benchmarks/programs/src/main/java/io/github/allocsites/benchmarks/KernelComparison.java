// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import io.github.allocsites.benchmarks.KernelRun.Took;
import io.github.allocsites.benchmarks.KernelSet.Pair;
import io.github.allocsites.benchmarks.KernelSet.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Each kernel in some sets. */
final class KernelComparison {
    private static final List<Work> KERNELS = List.of(
            new Work("json", 120, 5),
            new Work("collections", 250, 10),
            new Work("sql", 120, 4),
            new Work("arrays", 60, 4));

    private final Path java;
    private final String classPath;
    private final List<Contender> contenders;
    private final int sets;
    private boolean pinned = true;

    KernelComparison(Path java, String classPath, List<Contender> contenders, int sets) {
        this.java = java;
        this.classPath = classPath;
        this.contenders = contenders;
        this.sets = sets;
    }

    /** A table of ratios: a line for each contender and kind of time, a column for each kernel. */
    void writeTo(Appendable out) throws IOException, InterruptedException {
        Map<Contender, Map<Work, List<Pair>>> all = measured();
        out.append(
                "\n## Kernels, each in a fresh JVM\n\nRatios to no agent, medians of " + sets + " sets (least-most): "
                        + KernelSet.TURNS + " turns of a tenth of a second each"
                        + (pinned ? ", on one processor" : "") + ".\n\n");
        out.append("| contender | time |");
        for (Work work : KERNELS) {
            out.append(" " + work.kernel() + " |");
        }
        out.append(" geometric mean |\n|---|---|" + "---|".repeat(KERNELS.size() + 1) + "\n");
        rows(out, KernelSet.AGAIN, all);
        for (Contender contender : contenders) {
            rows(out, contender, all);
        }
    }

    private Map<Contender, Map<Work, List<Pair>>> measured() throws IOException, InterruptedException {
        Map<Contender, Map<Work, List<Pair>>> all = new LinkedHashMap<>();
        for (Work work : KERNELS) {
            for (int number = 0; number < sets; number++) {
                try (KernelSet set = KernelSet.start(java, classPath, contenders, work)) {
                    pinned &= set.pin();
                    set.measure().forEach((contender, pair) -> add(all, contender, work, pair));
                }
            }
        }
        return all;
    }

    private static void add(Map<Contender, Map<Work, List<Pair>>> all, Contender contender, Work work, Pair pair) {
        all.computeIfAbsent(contender, first -> new LinkedHashMap<>())
                .computeIfAbsent(work, first -> new ArrayList<>())
                .add(pair);
        System.err.printf(
                Locale.ROOT,
                "%s, %s: wall %.3f, CPU %.3f of %.0f ms%n",
                work.kernel(),
                contender.name(),
                pair.ratio(Took::wall),
                pair.ratio(Took::cpu),
                pair.without().cpu() / 1e6);
    }

    private static void rows(Appendable out, Contender contender, Map<Contender, Map<Work, List<Pair>>> all)
            throws IOException {
        Map<Work, List<Pair>> measured = all.getOrDefault(contender, Map.of());
        row(out, contender.name(), "wall, warm", measured, pair -> pair.ratio(Took::wall));
        row(out, "", "CPU, warm", measured, pair -> pair.ratio(Took::cpu));
        row(out, "", "CPU, whole process", measured, Pair::ratioOfAll);
    }

    private static void row(
            Appendable out, String name, String time, Map<Work, List<Pair>> measured, ToDoubleFunction<Pair> ratio)
            throws IOException {
        out.append("| " + name + " | " + time + " |");
        double product = 1;
        for (Work work : KERNELS) {
            List<Pair> pairs = measured.getOrDefault(work, List.of());
            if (pairs.isEmpty()) {
                out.append(" does not run |");
                product = Double.NaN;
            } else {
                Sample sample =
                        Sample.of(pairs.stream().map(ratio::applyAsDouble).toList());
                out.append(" " + sample.text() + " |");
                product *= sample.median();
            }
        }
        out.append(String.format(Locale.ROOT, " %.3f |%n", Math.pow(product, 1.0 / KERNELS.size())));
    }
}
