// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * 64 live threads whose ids are equal modulo the size of the arenas' index, and 64 with consecutive ids, in turn, each
 * thread with 1,000,000 events. Prints the median milliseconds of both and of the rounds' ratios.
 *
 * <p>Warmed by single threads first: while 64 threads keep the cores busy, the JIT compiler's thread waits seconds for
 * its turn, and the first rounds measure that wait.
 */
public final class EqualIds {
    private static final int THREADS = 64;
    private static final int EVENTS = 1_000_000;
    private static final int INDEX_CELLS = 16_384;
    private static final int WARM_UPS = 20;

    private EqualIds() {}

    public static void main(String[] arguments) throws InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        for (int i = 0; i < WARM_UPS; i++) {
            run(threads(1, 1));
        }
        double[] equal = new double[rounds];
        double[] others = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            equal[round] = run(threads(THREADS, INDEX_CELLS));
            others[round] = run(threads(THREADS, 1));
            ratios[round] = equal[round] / others[round];
        }
        System.out.printf("%.0f %.0f %.2f%n", median(equal), median(others), median(ratios));
    }

    private static double run(List<Thread> threads) throws InterruptedException {
        long begun = System.nanoTime();
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    /**
     * Threads whose ids are {@code step} apart; ids are given out one by one, so most threads made are never started.
     */
    private static List<Thread> threads(int number, int step) {
        List<Thread> threads = new ArrayList<>();
        while (threads.size() < number) {
            Thread thread = new Thread(EqualIds::events);
            if (threads.isEmpty()
                    || thread.getId() == threads.get(threads.size() - 1).getId() + step) {
                threads.add(thread);
            }
        }
        return threads;
    }

    private static void events() {
        Object[] sink = new Object[1];
        for (int i = 0; i < EVENTS; i++) {
            sink[i & sink.length - 1] = new byte[16];
        }
        if (sink[0] == null) {
            throw new IllegalStateException();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
