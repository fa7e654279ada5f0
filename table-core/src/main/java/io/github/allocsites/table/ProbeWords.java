// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Memory for what {@link ProbeCounters} keeps of each probe, in pages of 64 probes: an application has a sixth of the
 * probes there can be.
 *
 * <pre>
 *   directory:   | the empty page: zeros for ever | page | page | ...
 *                                                                   |
 *                page of 64 probes:   | states, 8 bytes each | words, 4 bytes each | 64 bits |
 * </pre>
 *
 * Reading is wait-free, {@link #extend} is lock-free.
 */
final class ProbeWords {
    private static final int PROBES_LOG2 = 6;
    private static final int PROBES = 1 << PROBES_LOG2;
    private static final int WORDS = 8 * PROBES;
    private static final int BITS = WORDS + 4 * PROBES;
    private static final int PAGE_BYTES = BITS + PROBES / 8;

    private final int limit;
    private final long directory;
    private final long empty;

    ProbeWords(int limit) {
        this.limit = limit;
        this.directory = OffHeap.require(directoryBytes());
        this.empty = OffHeap.require(PAGE_BYTES);
        OffHeap.zero(empty, PAGE_BYTES);
        for (int probe = 0; probe < limit; probe += PROBES) {
            OffHeap.putLong(pageWord(probe), empty);
        }
    }

    private long directoryBytes() {
        return 8L * ((limit + PROBES - 1) / PROBES);
    }

    /** Bytes when all probes there can be are there. */
    long mostBytes() {
        return directoryBytes() / 8 * (8 + PAGE_BYTES) + PAGE_BYTES;
    }

    /** Bytes in use. */
    long bytes() {
        long bytes = directoryBytes() + PAGE_BYTES;
        for (int probe = 0; probe < limit; probe += PROBES) {
            bytes += page(probe) == empty ? 0 : PAGE_BYTES;
        }
        return bytes;
    }

    /** Makes room for the probe; false when the system refuses. Nothing of a probe may be written before. */
    boolean extend(int probe) {
        return page(probe) != empty || link(probe);
    }

    private boolean link(int probe) {
        long made = OffHeap.allocate(PAGE_BYTES);
        if (made == 0) {
            return page(probe) != empty;
        }
        OffHeap.zero(made, PAGE_BYTES);
        if (!OffHeap.casLong(pageWord(probe), empty, made)) { // E6
            OffHeap.free(made);
        }
        return true;
    }

    /** Address of the probe's state, a long. */
    @ForceInline
    long state(int probe) {
        return page(probe) + 8L * inPage(probe);
    }

    /** Address of the probe's word, an int. */
    long word(int probe) {
        return page(probe) + WORDS + 4L * inPage(probe);
    }

    /** Address of a long with a bit for the probe, at its number modulo 64, and for each of its neighbours. */
    long bits(int probe) {
        return page(probe) + BITS;
    }

    @ForceInline
    private long page(int probe) {
        return OffHeap.getLongAcquire(pageWord(probe)); // E6
    }

    @ForceInline
    private long pageWord(int probe) {
        return directory + 8L * (probe >>> PROBES_LOG2);
    }

    @ForceInline
    private static int inPage(int probe) {
        return probe & PROBES - 1;
    }
}
