// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import java.util.concurrent.TimeUnit;

/** Collects its heap again and again, and holds a lot only between two reads. */
public final class Collecting {
    public static final int HELD_BYTES = 100 << 20;
    private static final int TIMES = 20;

    static volatile Object sink;

    private Collecting() {}

    public static void main(String[] arguments) throws InterruptedException {
        AllocSites.snapshot();
        sink = new byte[HELD_BYTES / 2];
        sink = new Object[] {sink, new byte[HELD_BYTES / 2]};
        sink = null;
        System.gc();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (AllocSites.snapshot().memory().heapPeakBytes() < HELD_BYTES && System.nanoTime() < deadline) {
            Thread.sleep(5); // somebody looks soon
        }
        System.out.println("peak=" + AllocSites.snapshot().memory().heapPeakBytes());
        for (int i = 0; i < TIMES; i++) {
            System.gc();
        }
        long management = Counted.events("javax.management", "", "") + Counted.events("com.sun.management", "", "");
        System.out.println("management=" + management);
    }
}
