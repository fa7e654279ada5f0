// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Which counters a probe owns. Counters are given out at a probe's first event, so that probes that never fire cost
 * no thread a page, and probes that fire together lie together.
 *
 * <pre>
 *   word of a probe:   0  none yet   --assign-->   offset &gt; 0   --arm-->   -offset   --disarm-->   offset
 * </pre>
 *
 * A word that is 0 or negative sends the hook into its slow path: the probe's first event of all, or its first since
 * {@link #arm}.
 *
 * <p>Lock-free; {@link #word} is one plain load.
 */
final class ProbeCounters {
    private final long words;
    private final int limit;

    /** First byte offset not yet given out, in a word of its own. */
    private final long next;

    ProbeCounters(int limit) {
        this.limit = limit;
        long bytes = 4L * limit;
        words = OffHeap.allocate(bytes + 64);
        OffHeap.zero(words, bytes + 64);
        next = words + bytes;
        OffHeap.putLong(next, 2L * PageLayout.COUNTER_BYTES); // offset 0 means "none"
    }

    long words() {
        return words;
    }

    int limit() {
        return limit;
    }

    long fixedBytes() {
        return 4L * limit + 64;
    }

    @ForceInline
    static int word(long words, int probe) {
        return OffHeap.getInt(words + ((long) probe << 2));
    }

    int word(int probe) {
        return OffHeap.getIntAcquire(words + 4L * probe); // E3
    }

    /** Pages of counters given out so far. */
    int pages() {
        return (int) (OffHeap.getLongVolatile(next) >> PageLayout.PAGE_BYTES_LOG2) + 1;
    }

    /** Counters given out so far. */
    int counters() {
        return (int) (OffHeap.getLongVolatile(next) / PageLayout.COUNTER_BYTES);
    }

    /**
     * Gives the probe its counters, unless a racing thread did so first or none are left.
     *
     * @param varying whether it needs two
     * @param armed whether its next event is to take the slow path again
     */
    void assign(int probe, boolean varying, boolean armed) {
        int offset = reserve(varying);
        if (offset != 0) {
            OffHeap.casInt(words + 4L * probe, 0, armed ? -offset : offset); // E3; a loser's counters stay unused
        }
    }

    private int reserve(boolean varying) {
        int bytes = varying ? 2 * PageLayout.COUNTER_BYTES : PageLayout.COUNTER_BYTES;
        while (true) {
            long free = OffHeap.getLongVolatile(next);
            long offset = varying ? free + PageLayout.COUNTER_BYTES & -2L * PageLayout.COUNTER_BYTES : free;
            if (offset + bytes > PageLayout.OFFSET_LIMIT) {
                return 0;
            }
            if (OffHeap.casLong(next, free, offset + bytes)) {
                return (int) offset;
            }
        }
    }

    /** Sends the probe's next event into the slow path; does nothing to a probe without counters. */
    void arm(int probe) {
        int offset = word(probe);
        if (offset > 0) {
            OffHeap.casInt(words + 4L * probe, offset, -offset);
        }
    }

    /** Ends that; true for the one caller that won. */
    boolean disarm(int probe, int offset) {
        return OffHeap.casInt(words + 4L * probe, -offset, offset);
    }
}
