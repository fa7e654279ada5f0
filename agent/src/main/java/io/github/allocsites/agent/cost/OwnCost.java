// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import com.sun.management.ThreadMXBean;
import io.github.allocsites.table.OwnWork;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the agent's own work takes: what it allocates, as the JVM counts it, beside what all threads allocate; and the
 * time of what it does on the application's threads, by the clock, so that it is no less than their CPU time.
 *
 * <p>Thread-safe.
 */
public final class OwnCost {
    private static final long NOTHING = -1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong allocatedBytes = new AtomicLong();
    private final AtomicLong transformNanos = new AtomicLong();
    private final AtomicLong stacks = new AtomicLong();
    private final AtomicLong stackNanos = new AtomicLong();
    private final TotalAllocated total = TotalAllocated.find(threads);

    /** Starts a piece of own work; the result goes to {@link #end}. */
    public long begin() {
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** The same for work that may be part of other own work, which counts it already. */
    public long begin(long token) {
        return OwnWork.isNested(token) ? NOTHING : begin();
    }

    /** Ends it on the same thread. */
    public void end(long begun) {
        long now = threads.getCurrentThreadAllocatedBytes();
        if (begun >= 0 && now > begun) {
            allocatedBytes.getAndAdd(now - begun);
        }
    }

    /** Adds the time since then to what transforming classes took. */
    public void transformed(long startedNanos) {
        transformNanos.getAndAdd(System.nanoTime() - startedNanos);
    }

    /** Adds a stack, and the time since then to what capturing them took. */
    public void captured(long startedNanos) {
        stacks.getAndIncrement();
        stackNanos.getAndAdd(System.nanoTime() - startedNanos);
    }

    /** Stacks so far were rehearsals. */
    public void forgetStacks() {
        stacks.set(0);
        stackNanos.set(0);
    }

    /** Time that looking at classes and rewriting them took so far, of all threads together. */
    public long transformNanos() {
        return transformNanos.get();
    }

    /** Stacks captured so far. */
    public long stacks() {
        return stacks.get();
    }

    /** Time that took, of all threads together. */
    public long stackNanos() {
        return stackNanos.get();
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
