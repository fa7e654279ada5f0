// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Which counters a probe owns. Counters are given out at a probe's first event, so that probes that never fire cost
 * no thread a page, and probes that fire together lie together.
 *
 * <pre>
 *                 none yet   --assign-->   counting   --arm-->   armed   --disarm-->   counting
 *   offset           0                      offset               offset
 *   word             0                      offset               0
 * </pre>
 *
 * The hook reads the word alone. A word of 0 leads it to the page 0 that no arena has, and so into its slow path: at
 * the probe's first event of all, and at its first since {@link #arm}.
 *
 * <p>Lock-free; {@link #word(long, int)} is one plain load.
 */
final class ProbeCounters {
    private final int limit;
    private final long words;
    private final long offsets;

    /** First byte offset not yet given out, in a word of its own. */
    private final long next;

    ProbeCounters(int limit) {
        this.limit = limit;
        words = OffHeap.allocate(fixedBytes());
        OffHeap.zero(words, fixedBytes());
        offsets = words + 4L * limit;
        next = offsets + 4L * limit;
        OffHeap.putLong(next, PageLayout.OFFSET_START); // page 0 stays empty for ever
    }

    long words() {
        return words;
    }

    int limit() {
        return limit;
    }

    long fixedBytes() {
        return 8L * limit + 64;
    }

    /** What the hook goes by: an offset, or 0 for the slow path. */
    @ForceInline
    static int word(long words, int probe) {
        return OffHeap.getInt(words + ((long) probe << 2));
    }

    /** Offset of the probe's counters; 0 when it has none. */
    int offset(int probe) {
        return OffHeap.getIntAcquire(offsets + 4L * probe); // E3
    }

    /** Whether the probe has counters and its next event takes the slow path. */
    boolean isArmed(int probe) {
        return OffHeap.getIntAcquire(words + 4L * probe) == 0 && offset(probe) != 0;
    }

    /** Pages of counters given out so far. */
    int pages() {
        return (int) (OffHeap.getLongVolatile(next) >> PageLayout.PAGE_BYTES_LOG2) + 1;
    }

    /** Counters given out so far, those of page 0 included. */
    int counters() {
        return (int) (OffHeap.getLongVolatile(next) / PageLayout.COUNTER_BYTES);
    }

    /**
     * Gives the probe its counters, unless a racing thread did so first or none are left. It is armed afterwards.
     *
     * @param varying whether it needs two
     */
    void assign(int probe, boolean varying) {
        int offset = reserve(varying);
        if (offset != 0) {
            OffHeap.casInt(offsets + 4L * probe, 0, offset); // E3; a loser's counters stay unused
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
        OffHeap.putIntRelease(words + 4L * probe, 0);
    }

    /** Ends that; true for the one caller that won. */
    boolean disarm(int probe) {
        int offset = offset(probe);
        return offset != 0 && OffHeap.casInt(words + 4L * probe, 0, offset); // E3
    }
}
