// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.Snapshot;

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
        for (int i = 0; i < TIMES; i++) {
            System.gc();
            Thread.sleep(20);
        }
        Snapshot after = AllocSites.snapshot();
        System.out.println("peak=" + after.memory().heapPeakBytes());
        long management = Counted.events("javax.management", "", "") + Counted.events("com.sun.management", "", "");
        System.out.println("management=" + management);
    }
}
