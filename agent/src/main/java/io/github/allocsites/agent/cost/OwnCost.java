// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** What the agent's own work allocates, as the JVM counts it, and what all threads allocate. Thread-safe. */
public final class OwnCost {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong allocatedBytes = new AtomicLong();
    private final TotalAllocated total = TotalAllocated.find(threads);

    /** Starts a piece of own work; the result goes to {@link #end}. */
    public long begin() {
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** Ends it on the same thread. */
    public void end(long begun) {
        long now = threads.getCurrentThreadAllocatedBytes();
        if (begun >= 0 && now > begun) {
            allocatedBytes.getAndAdd(now - begun);
        }
    }

    /** Bytes of heap the agent's own work allocated so far. */
    public long allocatedBytes() {
        return allocatedBytes.get();
    }

    /** Bytes all threads allocated since the JVM started, ours taken out; null where the JVM cannot say. */
    public Long othersAllocatedBytes() {
        Long all = total == null ? null : total.bytes();
        return all == null ? null : all - allocatedBytes();
    }
}
