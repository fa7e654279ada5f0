// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many first events capture their stack between two drains. An application that becomes ready has thousands of
 * probes that are due, and a stack costs as much as a thousand allocations: without a bound its first requests would
 * pay for all of them. A probe that comes too late is armed again by a later drain.
 *
 * <p>Lock-free; {@link #drained} belongs to the drainer.
 */
final class FirstStacks {
    /** Some milliseconds of a second. */
    static final int BETWEEN_DRAINS = 1_000;

    private static final AtomicInteger LEFT = new AtomicInteger(BETWEEN_DRAINS);

    private FirstStacks() {}

    /** As if nobody had asked yet. */
    static void begin() {
        LEFT.set(BETWEEN_DRAINS);
    }

    /** Whether the probe's first event captures now; if not it will be asked again. */
    static boolean mayCapture(int probe) {
        if (Recording.capture() == null) {
            return false;
        }
        if (LEFT.get() > 0 && LEFT.getAndDecrement() > 0) {
            return true;
        }
        Recording.COUNTERS.owe(probe);
        return false;
    }

    /** The next ones may. */
    static void drained() {
        begin();
        Recording.COUNTERS.armOwed(BETWEEN_DRAINS, Recording.ARENAS);
    }
}
