// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/**
 * Runs more threads at once whose ids lead to one cell of the arenas' index than a search from there looks at. Virtual
 * threads, where there are any, use up every other id.
 */
public final class HomeCells {
    public static final int THREADS = 80;
    public static final int EVENTS = 100_000;

    /** As in the index: 2^64 / golden ratio, and the upper 14 bits for 16,384 cells. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int SHIFT = 50;
    private static final CyclicBarrier ALIVE = new CyclicBarrier(THREADS);

    static volatile Object sink;

    private HomeCells() {}

    public static void main(String[] arguments) throws Exception {
        List<Thread> threads = new ArrayList<>();
        Method virtual = Runtime.version().feature() < 21
                ? null
                : Class.forName("java.lang.Thread$Builder$OfVirtual").getMethod("unstarted", Runnable.class);
        Object builder =
                virtual == null ? null : Thread.class.getMethod("ofVirtual").invoke(null);
        long home = -1;
        while (threads.size() < THREADS) {
            Thread thread = new Thread(HomeCells::events);
            long its = thread.getId() * SPREAD >>> SHIFT;
            home = home < 0 ? its : home;
            if (its == home) {
                threads.add(thread);
            }
            if (virtual != null) {
                virtual.invoke(builder, (Runnable) HomeCells::events);
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
        try {
            ALIVE.await();
            for (int i = 0; i < EVENTS; i++) {
                sink = new byte[16];
            }
            ALIVE.await();
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
