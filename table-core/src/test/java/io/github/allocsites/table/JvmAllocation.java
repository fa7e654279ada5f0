// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.management.ManagementFactory;

/** What the JVM itself says the calling thread allocated: an oracle that shares nothing with our counters. */
final class JvmAllocation {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Enough for a call and what it calls to be compiled by C2. */
    private static final int WARM_UP_RUNS = 20;

    /** Now and then the JVM allocates something of its own on the thread: the least is what the work needs. */
    private static final int RUNS = 10;

    private JvmAllocation() {}

    /** Bytes the calling thread allocates in one run, once everything it needs is loaded and linked. */
    static long bytes(Runnable work) {
        for (int run = 0; run < WARM_UP_RUNS; run++) {
            work.run();
        }
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS; run++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
