// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** 500 threads that live at once and touch 300 sites each; prints our memory and the process's while they live. */
public final class LiveThreads {
    public static final int THREADS = 500;
    public static final int TIMES = 10;
    public static final int SPECIMENS = 30;
    public static final int EVENTS_OF_ONE = Specimens.EVENTS;

    private static final CountDownLatch DONE = new CountDownLatch(THREADS);
    private static final CountDownLatch READ = new CountDownLatch(1);

    private LiveThreads() {}

    public static void main(String[] arguments) throws Exception {
        Runnable[] specimens = new Runnable[SPECIMENS];
        for (int i = 0; i < SPECIMENS; i++) {
            specimens[i] = new Specimens().make(i);
        }
        print("before");
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> events(specimens));
            threads[i].start();
        }
        DONE.await();
        print("live");
        System.out.println("counted=" + Specimens.counted());
        READ.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        print("after");
    }

    private static void events(Runnable[] specimens) {
        for (int i = 0; i < TIMES; i++) {
            for (Runnable specimen : specimens) {
                specimen.run();
            }
        }
        DONE.countDown();
        try {
            READ.await();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String when) throws IOException {
        System.out.println(when + ".own=" + AllocSites.snapshot().agent().ownBytes());
        System.out.println(when + ".resident=" + residentBytes());
    }

    /** 0 where the system does not say it this way. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
        }
        return 0;
    }
}
