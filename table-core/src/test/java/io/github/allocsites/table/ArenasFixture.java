// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.ArrayList;
import java.util.List;

/** Arenas of their own, with the counters and the memory they need; two counters for each probe. */
final class ArenasFixture {
    /** Words of a row: events and bytes. */
    static final int PER_PROBE = 2;

    final Slab slab;
    final ProbeCounters counters;
    final Arenas arenas;
    private final int probes;

    ArenasFixture(int pages, int cells, int probes) {
        this.slab = new Slab((long) pages * PageLayout.PAGE_BYTES);
        this.counters = ExtendedCounters.of(probes);
        this.arenas = new Arenas(slab, counters, cells);
        this.probes = probes;
        for (int probe = 0; probe < probes; probe++) {
            counters.assign(probe, true);
        }
    }

    /** As the slow path counts an event. */
    void count(Thread thread, int probe, long events, long bytes) {
        int offset = counters.offset(probe);
        long counter = arenas.counter(arenas.of(thread), offset);
        if (counter == 0) {
            arenas.addShared(offset, bytes);
            arenas.addShared(offset + PageLayout.EVENTS_COUNTER, events);
        } else {
            add(counter, bytes);
            add(counter + PageLayout.EVENTS_COUNTER, events);
        }
    }

    private static void add(long counter, long delta) {
        OffHeap.putLong(counter, OffHeap.getLong(counter) + delta);
    }

    /** Events and bytes of each probe, one after the other. */
    long[] totals() {
        long[] sums = new long[counters.counters()];
        arenas.sum(sums);
        return rows(sums);
    }

    /** The same of one thread's own arena; null when it has none. */
    long[] totalsOf(Thread thread) {
        long[] sums = new long[counters.counters()];
        return arenas.sumOwn(thread, sums) ? rows(sums) : null;
    }

    private long[] rows(long[] sums) {
        long[] rows = new long[PER_PROBE * probes];
        for (int probe = 0; probe < probes; probe++) {
            int at = counters.offset(probe) / PageLayout.COUNTER_BYTES;
            rows[PER_PROBE * probe] = sums[at + 1];
            rows[PER_PROBE * probe + 1] = sums[at];
        }
        return rows;
    }

    /** What a thread without an arena of its own is told. */
    long sharedView() {
        return arenas.of(CraftedThreads.withId(0));
    }

    /** Threads with the ids, not started. */
    static List<Thread> threads(List<Long> ids) {
        List<Thread> threads = new ArrayList<>();
        ids.forEach(id -> threads.add(CraftedThreads.withId(id)));
        return threads;
    }
}
