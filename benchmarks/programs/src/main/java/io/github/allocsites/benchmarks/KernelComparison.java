// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import io.github.allocsites.benchmarks.KernelRun.Took;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Kernels with each contender beside one without an agent. All of a set are alive at once, each in its own JVM, and
 * take turns of a tenth of a second on one processor: a shared machine that becomes slower does so for all of them.
 *
 * <pre>
 *   no agent       start, warm up |            |            | turn               turn
 *   contender 1                   | start, warm up          |      turn     turn          ...
 *   contender 2                   |            | start, warm up         turn          turn
 * </pre>
 */
final class KernelComparison {
    private static final List<Work> KERNELS = List.of(
            new Work("json", 120, 5),
            new Work("collections", 250, 10),
            new Work("sql", 120, 4),
            new Work("arrays", 60, 4));

    private static final int TURNS = 40;

    /** Orders of the turns: the same in each set. */
    private static final long SEED = 1;

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

    /**
     * Rounds of a kernel.
     *
     * @param warmUps before it is measured
     * @param rounds of a turn
     */
    private record Work(String kernel, int warmUps, int rounds) {}

    /** What one contender and the one without an agent beside it took, in their turns and as whole processes. */
    private record Pair(Took without, Took with, Took allWithout, Took allWith) {
        double ratio(ToDoubleFunction<Took> time) {
            return time.applyAsDouble(with) / time.applyAsDouble(without);
        }

        double ratioOfAll() {
            return allWith.cpu() / allWithout.cpu();
        }
    }

    /** A table of ratios: a line for each contender and kind of time, a column for each kernel. */
    void writeTo(Appendable out) throws IOException, InterruptedException {
        Map<Contender, Map<Work, List<Pair>>> all = measured();
        out.append(
                "\n## Kernels, each in a fresh JVM\n\nRatios to no agent, medians of " + sets + " sets (least-most): "
                        + TURNS + " turns of a tenth of a second each"
                        + (pinned ? ", on one processor" : "") + ".\n\n");
        out.append("| contender | time |");
        for (Work work : KERNELS) {
            out.append(" " + work.kernel() + " |");
        }
        out.append(" geometric mean |\n|---|---|" + "---|".repeat(KERNELS.size() + 1) + "\n");
        for (Contender contender : contenders) {
            row(out, contender.name(), "wall, warm", all.get(contender), pair -> pair.ratio(Took::wall));
            row(out, "", "CPU, warm", all.get(contender), pair -> pair.ratio(Took::cpu));
            row(out, "", "CPU, whole process", all.get(contender), Pair::ratioOfAll);
        }
    }

    private Map<Contender, Map<Work, List<Pair>>> measured() throws IOException, InterruptedException {
        Map<Contender, Map<Work, List<Pair>>> all = new LinkedHashMap<>();
        contenders.forEach(contender -> all.put(contender, new LinkedHashMap<>()));
        for (Work work : KERNELS) {
            for (int set = 0; set < sets; set++) {
                for (Map.Entry<Contender, Pair> each : set(work).entrySet()) {
                    all.get(each.getKey())
                            .computeIfAbsent(work, first -> new ArrayList<>())
                            .add(each.getValue());
                }
            }
        }
        return all;
    }

    /** Those that run. */
    private Map<Contender, Pair> set(Work work) throws IOException, InterruptedException {
        Map<Contender, KernelRun> runs = new LinkedHashMap<>();
        try {
            start(Contender.NONE, work, runs);
            if (runs.isEmpty()) {
                throw new IOException("the JVM does not run without an agent");
            }
            for (Contender contender : contenders) {
                start(contender, work, runs);
            }
            for (KernelRun run : runs.values()) {
                pinned &= run.pin(0);
            }
            return pairs(work, turns(work, runs), runs);
        } finally {
            runs.values().forEach(KernelRun::close);
        }
    }

    private void start(Contender contender, Work work, Map<Contender, KernelRun> runs) throws IOException {
        KernelRun run = KernelRun.start(java, classPath, contender, work.kernel(), work.warmUps());
        if (run != null) {
            runs.put(contender, run);
        }
    }

    /** In an order of its own each time, so that none is always behind the same one. */
    private static Map<Contender, Took> turns(Work work, Map<Contender, KernelRun> runs) throws IOException {
        Map<Contender, Took> took = new LinkedHashMap<>();
        List<Contender> order = new ArrayList<>(runs.keySet());
        Random random = new Random(SEED);
        for (int turn = 0; turn < TURNS; turn++) {
            Contender last = order.get(order.size() - 1);
            Collections.shuffle(order, random);
            if (order.get(0) == last) { // none is warmed by itself
                Collections.swap(order, 0, order.size() - 1);
            }
            for (Contender contender : order) {
                took.merge(contender, runs.get(contender).turn(work.rounds()), Took::plus);
            }
        }
        return took;
    }

    private static Map<Contender, Pair> pairs(Work work, Map<Contender, Took> took, Map<Contender, KernelRun> runs)
            throws IOException {
        Map<Contender, Pair> pairs = new LinkedHashMap<>();
        Took without = took.remove(Contender.NONE);
        Took allWithout = runs.get(Contender.NONE).end();
        for (Map.Entry<Contender, Took> each : took.entrySet()) {
            Took all = runs.get(each.getKey()).end();
            Pair pair = new Pair(without, each.getValue(), allWithout, all);
            pairs.put(each.getKey(), pair);
            System.err.printf(
                    Locale.ROOT,
                    "%s, %s: wall %.3f, CPU %.3f of %.0f ms%n",
                    work.kernel(),
                    each.getKey().name(),
                    pair.ratio(Took::wall),
                    pair.ratio(Took::cpu),
                    without.cpu() / 1e6);
        }
        return pairs;
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
