// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.ArrayList;
import java.util.List;

/** Runs 64 threads at once whose ids are equal modulo the size of the arenas' index. */
public final class EqualIds {
    public static final int THREADS = 64;
    public static final int EVENTS = 1_000_000;
    private static final int INDEX_CELLS = 16_384;

    static volatile Object sink;

    private EqualIds() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        while (threads.size() < THREADS) {
            Thread thread = new Thread(EqualIds::events);
            if (threads.isEmpty()
                    || thread.getId() == threads.get(threads.size() - 1).getId() + INDEX_CELLS) {
                threads.add(thread);
            }
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void events() {
        for (int i = 0; i < EVENTS; i++) {
            sink = new byte[16];
        }
    }
}
