// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import jdk.internal.misc.Unsafe;

/** Arenas of their own with one probe's counter, freed by hand: there are as many as there are samples. */
final class SmallArenas {
    /** So few that every thread looks at every cell. */
    static final int CELLS = 4;

    /** Two for each thread, and what an arena must leave to the shared one. */
    private static final int PAGES = 2 * CELLS + 8;

    private static final VarHandle WORDS = field(ProbeCounters.class, "words", ProbeWords.class);
    private static final VarHandle DIRECTORY = field(ProbeWords.class, "directory");
    private static final VarHandle EMPTY_WORDS = field(ProbeWords.class, "empty");
    private static final VarHandle SLAB_WORDS = field(Slab.class, "words");
    private static final VarHandle SHARED = field(Arenas.class, "shared", SharedArena.class);
    private static final VarHandle SHARED_VIEW = field(Arenas.class, "sharedView");
    private static final VarHandle EMPTY = field(Arenas.class, "empty");
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long TID = U.objectFieldOffset(Thread.class, "tid");

    final Slab slab = new Slab((long) PAGES * PageLayout.PAGE_BYTES);
    final ProbeCounters counters = ProbeCountersStress.assigned();
    final Arenas arenas;
    private final int offset = counters.offset(0);

    SmallArenas() {
        arenas = new Arenas(slab, counters, CELLS);
    }

    /** As {@link SmallArenas#SmallArenas()}, but a page that is not zeroed before it is linked shows. */
    static SmallArenas dirty() {
        SmallArenas made = new SmallArenas();
        dirty(made.slab, made.slab.allocate(0), made.slab.allocate(0), made.slab.allocate(0));
        return made;
    }

    private static void dirty(Slab slab, long... pages) {
        for (long page : pages) {
            U.setMemory(page, PageLayout.PAGE_BYTES, (byte) 0x55);
            slab.free(page);
        }
    }

    private static VarHandle field(Class<?> holder, String name) {
        return field(holder, name, long.class);
    }

    private static VarHandle field(Class<?> holder, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(holder, MethodHandles.lookup()).findVarHandle(holder, name, type);
        } catch (ReflectiveOperationException renamed) {
            throw new ExceptionInInitializerError(renamed);
        }
    }

    /** Those of one probe. */
    static ProbeCounters counters() {
        ProbeCounters counters = new ProbeCounters(1);
        counters.extend(0);
        return counters;
    }

    /** A thread that was never started, and so is not alive. Its constructor would take locks. */
    static Thread thread(long id) {
        try {
            Thread thread = (Thread) U.allocateInstance(Thread.class);
            U.putLong(thread, TID, id);
            return thread;
        } catch (InstantiationException abstractClass) {
            throw new ExceptionInInitializerError(abstractClass);
        }
    }

    /** The ids of as many threads as there are cells, all with the same home cell. */
    static Thread[] neighbours() {
        Thread[] threads = new Thread[CELLS];
        int shift = Long.numberOfLeadingZeros(CELLS) + 1;
        int found = 0;
        for (long id = 1_000_000_000; found < CELLS; id++) {
            if (id * IndexLayout.SPREAD >>> shift == 0) {
                threads[found++] = thread(id);
            }
        }
        return threads;
    }

    /** Whether the thread has, or just got, an arena of its own. */
    boolean owns(Thread thread) {
        return arenas.of(thread) != (long) SHARED_VIEW.get(arenas);
    }

    /** As the slow path counts events. */
    void count(Thread thread, long events) {
        long counter = arenas.counter(arenas.of(thread), offset);
        if (counter == 0) {
            arenas.addShared(offset, events);
        } else {
            OffHeap.putLong(counter, OffHeap.getLong(counter) + events);
        }
    }

    /** Where the thread's counter is. */
    long counter(Thread thread) {
        return arenas.counter(arenas.of(thread), offset);
    }

    void rouse() {
        arenas.rouse(offset);
    }

    long total() {
        long[] sums = new long[counters.counters()];
        arenas.sum(sums);
        return sums[offset / PageLayout.COUNTER_BYTES];
    }

    /** The same of one thread's own arena. */
    long totalOf(Thread thread) {
        long[] sums = new long[counters.counters()];
        arenas.sumOwn(thread, sums);
        return sums[offset / PageLayout.COUNTER_BYTES];
    }

    void free() {
        OffHeap.free(OffHeap.getLong(arenas.discard()));
        OffHeap.free(arenas.discard());
        OffHeap.free(((SharedArena) SHARED.get(arenas)).directory());
        OffHeap.free((long) SHARED_VIEW.get(arenas));
        OffHeap.free((long) EMPTY.get(arenas));
        OffHeap.free(arenas.index());
        free(counters);
        free(slab);
    }

    static void free(ProbeCounters counters) {
        ProbeWords words = (ProbeWords) WORDS.get(counters);
        OffHeap.free(OffHeap.getLong((long) DIRECTORY.get(words)));
        OffHeap.free((long) DIRECTORY.get(words));
        OffHeap.free((long) EMPTY_WORDS.get(words));
    }

    static void free(Slab slab) {
        OffHeap.free((long) SLAB_WORDS.get(slab));
    }
}
