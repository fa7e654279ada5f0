// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many first events capture their stack between two drains, and how long that may take. An application that becomes
 * ready has thousands of probes that are due, and a stack costs as much as a thousand allocations, while nothing of it
 * is compiled as much as ten thousand: without a bound its first requests would pay for all of them. A probe that comes
 * too late is armed again by a later drain.
 *
 * <p>Lock-free; {@link #drained} belongs to the drainer. Nobody reserves time: as many threads as capture at once may
 * each take one stack too many.
 */
final class FirstStacks {
    /** What the drainer arms again fires soon after, in whatever thread. */
    static final int BETWEEN_DRAINS = 1_000;

    /** By the clock, of all threads together: about a fiftieth of one processor, as long as some are due. */
    static final long BETWEEN_DRAINS_NANOS = 20_000_000;

    /** Before the first drain: a program that ends by then shall have stacks as well. */
    static final long AT_FIRST_NANOS = 3 * BETWEEN_DRAINS_NANOS;

    /** What is counted of one stack: in a longer time its thread waited, for a collection or a processor. */
    static final long MOST_NANOS = 1_000_000;

    /** At least so many are armed again, each of which captures if the last ones did quickly. */
    private static final int LEAST_ARMED = Long.SIZE;

    /** Written by threads whose probe fires for the first time, and by the drainer. */
    private static final AtomicInteger LEFT = new AtomicInteger(BETWEEN_DRAINS);

    private static final AtomicLong LEFT_NANOS = new AtomicLong(AT_FIRST_NANOS);

    private FirstStacks() {}

    /** As if nobody had asked yet. */
    static void begin() {
        allow(AT_FIRST_NANOS);
    }

    private static void allow(long nanos) {
        LEFT.set(BETWEEN_DRAINS);
        LEFT_NANOS.set(nanos);
    }

    /** Whether the probe's first event captures now; if not it will be asked again. */
    static boolean mayCapture(int probe) {
        if (Recording.capture() == null) {
            return false;
        }
        if (LEFT_NANOS.get() > 0 && LEFT.get() > 0 && LEFT.getAndDecrement() > 0) {
            return true;
        }
        Recording.COUNTERS.owe(probe);
        return false;
    }

    /** Takes off what a stack took since that time. */
    static void captured(long startedNanos) {
        LEFT_NANOS.getAndAdd(-Math.min(System.nanoTime() - startedNanos, MOST_NANOS));
    }

    /** The next ones may: about twice as many as did, because a probe that is armed in vain costs as well. */
    static void drained() {
        int captured = BETWEEN_DRAINS - Math.max(LEFT.get(), 0);
        allow(BETWEEN_DRAINS_NANOS);
        Recording.COUNTERS.armOwed(Math.min(BETWEEN_DRAINS, LEAST_ARMED + 2 * captured), Recording.ARENAS);
    }
}
