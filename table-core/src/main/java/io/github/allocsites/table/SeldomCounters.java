// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Events and bytes of probes that fired seldom so far, shared by all threads. Nine of ten probes of an application that
 * starts never fire more often than that: with counters in arenas they would spread those that matter over many pages,
 * and each thread has its own of every page it counts on.
 *
 * <pre>
 *   by probe number:   directory word --E6--&gt; page of 256:   | events | bytes |   atomic adds
 *
 *   probe:   the first 512 events and a few that race: here  |   from then on: counters in arenas; this stays as it is
 * </pre>
 *
 * <p>Lock-free; allocates nothing on the heap. Takes no page that the shared arena may need.
 */
final class SeldomCounters {
    /** Above it a probe is worth counters of its own. */
    static final long MOST_EVENTS = 512;

    private static final int EVENTS = 0;
    private static final int BYTES = 8;

    private final Slab slab;
    private final ProbeCounters counters;
    private final int directoryBytes;
    private final long directory;

    /** False once single threads are measured: what is counted here is nobody's. */
    private volatile boolean open = true;

    SeldomCounters(Slab slab, ProbeCounters counters) {
        this.slab = slab;
        this.counters = counters;
        this.directoryBytes = fixedBytes(counters.limit());
        this.directory = OffHeap.require(directoryBytes);
        OffHeap.zero(directory, directoryBytes);
    }

    @ForceInline
    private static int page(int probe) {
        return probe / PageLayout.COUNTERS_PER_PAGE;
    }

    @ForceInline
    private static int inPage(int probe) {
        return probe % PageLayout.COUNTERS_PER_PAGE * PageLayout.COUNTER_BYTES;
    }

    /** Bytes of the directory for so many probes. */
    static int fixedBytes(int probes) {
        return 8 * (page(probes - 1) + 1);
    }

    /** Links the probe's page before it can be needed; false when there is none to spare: half are the arenas'. */
    boolean reserve(int probe) {
        return OffHeap.getLongAcquire(word(probe)) != 0 || pages() < slab.pages() / 2 && linked(probe) != 0; // E6
    }

    /** Whether the probe's next event is to be counted here. */
    boolean isFor(int probe) {
        return open && events(probe) < MOST_EVENTS && linked(probe) != 0;
    }

    /** From now on every event is counted in an arena, where the memory suffices. */
    void close() {
        open = false;
    }

    /** Adds to what a probe that is seldom and not new has here; else false, and nothing done. Needs no stack. */
    @ForceInline
    boolean again(int probe, long events, long bytes) {
        long page = OffHeap.getLongAcquire(word(probe)); // E6
        if (page == 0 || !open) {
            return false;
        }
        long counter = page + inPage(probe);
        long before = OffHeap.getLongOpaque(counter + EVENTS);
        if (before == 0 || before >= MOST_EVENTS) {
            return false;
        }
        OffHeap.getAndAddLong(counter + EVENTS, events);
        OffHeap.getAndAddLong(counter + BYTES, bytes);
        return true;
    }

    /** False, and nothing done, where there is no page. */
    boolean add(int probe, long events, long bytes) {
        long page = linked(probe);
        if (page != 0) {
            OffHeap.getAndAddLong(page + inPage(probe) + EVENTS, events);
            OffHeap.getAndAddLong(page + inPage(probe) + BYTES, bytes);
        }
        return page != 0;
    }

    long events(int probe) {
        return get(probe, EVENTS);
    }

    long bytes(int probe) {
        return get(probe, BYTES);
    }

    private long get(int probe, int which) {
        long page = OffHeap.getLongAcquire(word(probe)); // E6
        return page == 0 ? 0 : OffHeap.getLongOpaque(page + inPage(probe) + which);
    }

    @ForceInline
    private long word(int probe) {
        return directory + 8L * page(probe);
    }

    /** The probe's page, linked at the first call; 0 when there is none to spare. */
    private long linked(int probe) {
        long word = word(probe);
        long page = OffHeap.getLongAcquire(word); // E6
        return page != 0 ? page : link(word);
    }

    private long link(long word) {
        long made = slab.allocate(counters.pages() + Arenas.MARGIN_PAGES);
        if (made != 0 && !OffHeap.casLong(word, 0, made)) { // E6
            slab.free(made);
        }
        return OffHeap.getLongAcquire(word); // E6
    }

    /** Pages linked so far. */
    int pages() {
        int pages = 0;
        for (int at = 0; at < directoryBytes; at += 8) {
            pages += OffHeap.getLongAcquire(directory + at) == 0 ? 0 : 1;
        }
        return pages;
    }
}
