// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * The arenas of all carrier threads, found through the index by thread id, and the one arena all threads share. Hooks
 * find theirs by {@link ThreadArena}, which repeats what the index says.
 *
 * <p>A live arena has one writer, its thread, and its counters only grow. When the thread is no longer alive its arena
 * is handed over whole: the drainer adds it to the shared arena and takes its pages back. The shared arena also takes
 * the events of threads for which no arena could be had; it is written with atomic adds only, and its pages are set
 * aside, so that it never lacks one.
 *
 * <p>{@link #of}, {@link #add} and {@link #swap} are lock-free, allocate nothing and may run inside any allocation;
 * {@link #retireDead} and {@link #sum} belong to the drainer, one thread at a time.
 */
final class Arenas {
    /** Pages beyond the shared arena's own that stay free for it, for threads that pass the check at once. */
    static final int MARGIN_PAGES = 4;

    private static final long TID = OffHeap.fieldOffset(Thread.class, "tid");

    private final Slab slab;
    private final ProbeCounters counters;
    private final long index;
    private final int cells;
    private final int shift;

    /** Full of zeros for ever: where a page is not there yet. */
    private final long empty;

    /** Counts of nobody: every directory word points to one page that is never read, and has no end. */
    private final long discard;

    /** What a thread without an arena of its own finds in its cell: no page, so every event takes the slow path. */
    private final long sharedView;

    private final SharedArena shared;

    /** The thread of each cell, so that the drainer can ask whether it is alive; null when free. */
    private final Thread[] owners;

    /** The arena of each cell, also while its thread does the profiler's own work and the cell points to discard. */
    private final long[] arenas;

    Arenas(Slab slab, ProbeCounters counters, int cells) {
        this.slab = slab;
        this.counters = counters;
        this.cells = cells;
        this.shift = Long.numberOfLeadingZeros(cells) + 1;
        this.index = OffHeap.require((long) cells << IndexLayout.CELL_BYTES_LOG2);
        this.owners = new Thread[cells];
        this.arenas = new long[cells];
        this.empty = zeroed();
        this.discard = zeroed();
        this.sharedView = zeroed();
        this.shared = new SharedArena(slab, zeroed());
        fill(sharedView, empty);
        fill(discard, endless());
        for (int cell = 0; cell < cells; cell++) {
            OffHeap.putLong(address(cell) + IndexLayout.THREAD_ID, IndexLayout.FREE);
            OffHeap.putLong(address(cell) + IndexLayout.ARENA, sharedView);
        }
    }

    private static long endless() {
        long page = zeroed();
        for (int at = PageLayout.THRESHOLD; at < PageLayout.PAGE_BYTES; at += PageLayout.COUNTER_BYTES) {
            OffHeap.putLong(page + at, Long.MAX_VALUE);
        }
        return page;
    }

    private static long zeroed() {
        long page = OffHeap.require(PageLayout.PAGE_BYTES);
        OffHeap.zero(page, PageLayout.PAGE_BYTES);
        return page;
    }

    private static void fill(long directory, long page) {
        for (int word = 0; word < PageLayout.PAGES; word++) {
            OffHeap.putLong(directory + 8L * word, page);
        }
    }

    long index() {
        return index;
    }

    int shift() {
        return shift;
    }

    @ForceInline
    long discard() {
        return discard;
    }

    /** Bytes of the index and the fixed directories. */
    long fixedBytes() {
        return fixedBytes(cells);
    }

    static long fixedBytes(int cells) {
        return (long) cells * IndexLayout.CELL_BYTES + 5L * PageLayout.PAGE_BYTES;
    }

    @ForceInline
    static long threadId(Thread carrier) {
        return OffHeap.getLong(carrier, TID);
    }

    /** The arena of the carrier, made at its first event. Wait-free but for the claim of a cell. */
    long of(Thread carrier) {
        long cell = cellOf(carrier);
        return cell == 0 ? sharedView : OffHeap.getLong(cell + IndexLayout.ARENA);
    }

    /** Puts another arena into the carrier's own cell and returns the one before; 0 when the carrier has no cell. */
    long swap(Thread carrier, long arena) {
        long cell = cellOf(carrier);
        if (cell == 0) {
            return 0;
        }
        long before = OffHeap.getLong(cell + IndexLayout.ARENA);
        OffHeap.putLong(cell + IndexLayout.ARENA, arena);
        return before;
    }

    private long cellOf(Thread carrier) {
        long tid = threadId(carrier);
        if (tid <= 0) {
            return 0; // a thread that is still attaching: its id is not its own yet
        }
        int home = (int) (tid * IndexLayout.SPREAD >>> shift);
        for (int step = 0; step < IndexLayout.WINDOW_CELLS; step++) {
            long cell = address(home + step & cells - 1);
            if (OffHeap.getLong(cell) == tid) { // E5: written by this very thread
                return cell;
            }
        }
        return claim(carrier, tid, home);
    }

    /** A cell of a live thread is never taken over: only FREE ones are claimed. */
    private long claim(Thread carrier, long tid, int home) {
        for (int step = 0; step < IndexLayout.WINDOW_CELLS; step++) {
            int number = home + step & cells - 1;
            if (OffHeap.getLong(address(number)) == IndexLayout.FREE && claimCell(carrier, tid, number)) {
                return address(number);
            }
        }
        return 0;
    }

    private long directory(long page) {
        fill(page, empty);
        return page;
    }

    /** (id, arena) is published once. Where the stack ends half way the cell is free again. */
    private boolean claimCell(Thread carrier, long tid, int number) {
        long cell = address(number);
        boolean claimed = false;
        boolean published = false;
        try {
            claimed = OffHeap.casLong(cell, IndexLayout.FREE, IndexLayout.CLAIMED); // E4
            if (claimed) {
                owners[number] = carrier;
                long page = slab.allocate(keepPages());
                arenas[number] = page == 0 ? sharedView : directory(page);
                OffHeap.putLong(cell + IndexLayout.ARENA, arenas[number]);
                OffHeap.putLongRelease(cell + IndexLayout.THREAD_ID, tid); // E5
                published = true;
            }
            return claimed;
        } finally {
            if (claimed && !published) {
                owners[number] = null;
                OffHeap.casLong(cell, IndexLayout.CLAIMED, IndexLayout.FREE); // E4: as deep a call as the claim was
            }
        }
    }

    /** The counter in the carrier's own arena, of which that thread is the one writer; 0 where it has to share. */
    long counter(long arena, int offset) {
        long page = arena == sharedView ? 0 : page(arena, offset);
        return page == 0 ? 0 : page + (offset & PageLayout.IN_PAGE_MASK);
    }

    /** The page a thread's own arena has for the counter; 0 for none, and for the discard arena. */
    @ForceInline
    long pageOf(long arena, int offset) {
        long page = OffHeap.getLong(arena + PageLayout.directoryOffset(offset));
        return page == empty || arena == discard ? 0 : page;
    }

    private long page(long arena, int offset) {
        long word = arena + PageLayout.directoryOffset(offset);
        long page = OffHeap.getLong(word);
        if (page == empty) {
            page = slab.allocate(keepPages());
            if (page != 0) {
                OffHeap.putLongRelease(word, page); // E6: the reader sees a zeroed page
            }
        }
        return page;
    }

    /** Adds to a counter that threads share; false when the system has no page for it. */
    boolean addShared(int offset, long delta) {
        return shared.add(offset, delta);
    }

    /** Whether threads that come now have to share one arena. */
    boolean isFull() {
        return slab.pages() - slab.pagesInUse() <= keepPages();
    }

    /** Pages of the slab a thread must leave to the shared arena. */
    private int keepPages() {
        return counters.pages() + MARGIN_PAGES;
    }

    /** Adds the arenas of threads that are no longer alive to the shared arena and takes their pages back. */
    void retireDead() {
        for (int number = 0; number < cells; number++) {
            long cell = address(number);
            boolean dead = OffHeap.getLongAcquire(cell) >= 0 && !owners[number].isAlive(); // E5, E8
            if (dead && retire(arenas[number])) {
                owners[number] = null;
                OffHeap.putLong(cell + IndexLayout.ARENA, sharedView);
                OffHeap.putLongRelease(cell + IndexLayout.THREAD_ID, IndexLayout.FREE); // E4
            }
        }
    }

    /** False when the system has no memory for what must be kept: then it stays where it is. */
    private boolean retire(long arena) {
        if (arena == sharedView) {
            return true;
        }
        if (!sharedHasPagesOf(arena)) {
            return false;
        }
        for (int number = 0; number < PageLayout.PAGES; number++) {
            long page = OffHeap.getLong(arena + 8L * number);
            if (page != empty) {
                handOver(page, number << PageLayout.PAGE_BYTES_LOG2);
                slab.free(page);
            }
        }
        slab.free(arena);
        return true;
    }

    private boolean sharedHasPagesOf(long arena) {
        for (int number = 0; number < PageLayout.PAGES; number++) {
            if (OffHeap.getLong(arena + 8L * number) != empty
                    && shared.page(number << PageLayout.PAGE_BYTES_LOG2) == 0) {
                return false;
            }
        }
        return true;
    }

    private void handOver(long page, int offset) {
        for (int at = 0; at < PageLayout.PAGE_BYTES; at += PageLayout.COUNTER_BYTES) {
            long count = OffHeap.getLong(page + at);
            if (count != 0) {
                shared.add(offset | at, count);
            }
        }
    }

    /** Adds every counter of every arena to {@code sums}, which is indexed by counter number. */
    void sum(long[] sums) {
        sum(shared.directory(), sums);
        for (int number = 0; number < cells; number++) {
            long cell = address(number);
            if (OffHeap.getLongAcquire(cell) >= 0) { // E5
                sumOwn(number, sums);
            }
        }
    }

    /** Adds the counters of the carrier's own arena to {@code sums}; false when it has none. */
    boolean sumOwn(Thread carrier, long[] sums) {
        long cell = cellOf(carrier);
        return cell != 0 && sumOwn((int) (cell - index >> IndexLayout.CELL_BYTES_LOG2), sums);
    }

    private boolean sumOwn(int number, long[] sums) {
        long arena = arenas[number];
        if (arena == sharedView) {
            return false;
        }
        sum(arena, sums);
        return true;
    }

    private void sum(long arena, long[] sums) {
        int pages = Math.min(
                PageLayout.PAGES, (sums.length + PageLayout.COUNTERS_PER_PAGE - 1) / PageLayout.COUNTERS_PER_PAGE);
        for (int number = 0; number < pages; number++) {
            long page = OffHeap.getLongAcquire(arena + 8L * number); // E6
            if (page != 0 && page != empty) {
                sumPage(page, number * PageLayout.COUNTERS_PER_PAGE, sums);
            }
        }
    }

    private static void sumPage(long page, int first, long[] sums) {
        int end = Math.min(PageLayout.COUNTERS_PER_PAGE, sums.length - first);
        for (int at = 0; at < end; at++) {
            sums[first + at] += OffHeap.getLongOpaque(page + (long) PageLayout.COUNTER_BYTES * at);
        }
    }

    /**
     * Sends the next event of that counter into the slow path, on every thread that has an arena. A thread that sets
     * the threshold itself just then looks afterwards whether it should have.
     */
    void rouse(int offset) {
        for (int number = 0; number < cells; number++) {
            if (OffHeap.getLongAcquire(address(number)) >= 0) { // E5
                long page = OffHeap.getLongAcquire(arenas[number] + PageLayout.directoryOffset(offset)); // E6
                if (page != empty) {
                    OffHeap.putLongVolatile(page + (offset & PageLayout.IN_PAGE_MASK) + PageLayout.THRESHOLD, 0);
                }
            }
        }
    }

    /** The same of every counter. */
    void rouseAll() {
        for (int number = 0; number < cells; number++) {
            if (OffHeap.getLongAcquire(address(number)) >= 0) { // E5
                rouseAll(arenas[number]);
            }
        }
    }

    private void rouseAll(long arena) {
        for (int number = 0; number < PageLayout.PAGES; number++) {
            long page = OffHeap.getLongAcquire(arena + 8L * number); // E6
            for (int at = PageLayout.THRESHOLD;
                    page != empty && at < PageLayout.PAGE_BYTES;
                    at += PageLayout.COUNTER_BYTES) {
                OffHeap.putLongVolatile(page + at, 0);
            }
        }
    }

    /** Live arenas, for tests and for the report. */
    int live() {
        int live = 0;
        for (int number = 0; number < cells; number++) {
            live += OffHeap.getLongAcquire(address(number)) >= 0 ? 1 : 0;
        }
        return live;
    }

    private long address(int cell) {
        return index + ((long) cell << IndexLayout.CELL_BYTES_LOG2);
    }
}
