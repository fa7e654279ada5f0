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
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * One kernel with each contender, in JVMs that are all alive at once and take turns on one processor: a shared machine
 * that becomes slower does so for all of them. Two are without an agent, for no two JVMs compile alike; contenders are
 * held against the mean of both.
 *
 * <pre>
 *   no agent       start, warm up |            |            | turn               turn
 *   contender 1                   | start, warm up          |      turn     turn          ...
 *   contender 2                   |            | start, warm up         turn          turn
 * </pre>
 */
final class KernelSet implements AutoCloseable {
    static final int TURNS = 40;

    /** What a ratio can be where there is nothing to tell. */
    static final Contender AGAIN = new Contender("no agent, one by the mean of two", List.of());

    /** Orders of the turns: the same in each set. */
    private static final long SEED = 1;

    private final Work work;
    private final Map<Contender, KernelRun> runs = new LinkedHashMap<>();

    private KernelSet(Work work) {
        this.work = work;
    }

    /**
     * Rounds of a kernel.
     *
     * @param warmUps before it is measured
     * @param rounds of a turn, about a tenth of a second
     */
    record Work(String kernel, int warmUps, int rounds) {}

    /** What a contender and those without an agent took, in their turns and as whole processes. */
    record Pair(Took without, Took with, Took allWithout, Took allWith) {
        double ratio(ToDoubleFunction<Took> time) {
            return time.applyAsDouble(with) / time.applyAsDouble(without);
        }

        double ratioOfAll() {
            return allWith.cpu() / allWithout.cpu();
        }
    }

    /** Of all that run, warm; {@link #AGAIN} is among them. */
    static KernelSet start(Path java, String classPath, List<Contender> contenders, Work work) throws IOException {
        KernelSet set = new KernelSet(work);
        List<Contender> all = new ArrayList<>(List.of(Contender.NONE, AGAIN));
        all.addAll(contenders);
        for (Contender contender : all) {
            KernelRun run = KernelRun.start(java, classPath, contender, work.kernel(), work.warmUps());
            if (run != null) {
                set.runs.put(contender, run);
            }
        }
        if (set.runs.containsKey(Contender.NONE) && set.runs.containsKey(AGAIN)) {
            return set;
        }
        set.close();
        throw new IOException("the JVM does not run without an agent");
    }

    /** Leaves one processor to all of them; false where the system has no command for it. */
    boolean pin() throws InterruptedException {
        boolean pinned = true;
        for (KernelRun run : runs.values()) {
            pinned &= run.pin(0);
        }
        return pinned;
    }

    /** Takes all turns, and ends. */
    Map<Contender, Pair> measure() throws IOException {
        Map<Contender, Took> took = turns();
        Map<Contender, Took> all = new LinkedHashMap<>();
        for (Map.Entry<Contender, KernelRun> each : runs.entrySet()) {
            all.put(each.getKey(), each.getValue().end());
        }
        Took without = withoutAgent(took);
        Took allWithout = withoutAgent(all);
        Map<Contender, Pair> pairs = new LinkedHashMap<>();
        for (Contender contender : runs.keySet()) {
            pairs.put(contender, new Pair(without, took.get(contender), allWithout, all.get(contender)));
        }
        return pairs;
    }

    private static Took withoutAgent(Map<Contender, Took> took) {
        return took.get(Contender.NONE).plus(took.get(AGAIN)).half();
    }

    /** In an order of its own each time, so that none is always behind the same one. */
    private Map<Contender, Took> turns() throws IOException {
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

    @Override
    public void close() {
        runs.values().forEach(KernelRun::close);
    }
}
