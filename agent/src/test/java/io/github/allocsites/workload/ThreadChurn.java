// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;

/** Starts 5,000 threads of 1,000 events each, a few at a time, and prints our memory before and after. */
public final class ThreadChurn {
    public static final int THREADS = 5_000;
    public static final int EVENTS = 1_000;
    private static final int AT_ONCE = 8;

    static volatile Object sink;

    private ThreadChurn() {}

    public static void main(String[] arguments) throws InterruptedException {
        long before = 0;
        for (int i = 0; i < 3; i++) { // what is done for the first time here may touch a page for good
            churn(10 * AT_ONCE);
            before = AllocSites.snapshot().agent().ownBytes();
            AllocSites.reset();
        }
        churn(THREADS);
        System.out.println("before=" + before);
        System.out.println("after=" + AllocSites.snapshot().agent().ownBytes());
    }

    private static void churn(int threads) throws InterruptedException {
        Thread[] running = new Thread[AT_ONCE];
        for (int started = 0; started < threads; started += AT_ONCE) {
            for (int i = 0; i < AT_ONCE; i++) {
                running[i] = new Thread(ThreadChurn::events);
                running[i].start();
            }
            for (Thread thread : running) {
                thread.join();
            }
        }
    }

    private static void events() {
        for (int i = 0; i < EVENTS; i++) {
            sink = new int[4];
        }
    }
}
