// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Totals of ended threads and of threads without an arena of their own. Its pages are linked by CAS and its counters
 * written by atomic adds, so that any thread may count here.
 *
 * <p>Lock-free; allocates nothing on the heap.
 */
final class SharedArena {
    private final Slab slab;
    private final long directory;

    /**
     * An empty one.
     *
     * @param directory a page of zeros
     */
    SharedArena(Slab slab, long directory) {
        this.slab = slab;
        this.directory = directory;
    }

    /** Address of the words that lead to the pages; 0 for a page that is not there. */
    long directory() {
        return directory;
    }

    /** Adds to a counter; false when the system has no page for it. */
    boolean add(int offset, long delta) {
        long page = page(offset);
        if (page != 0) {
            OffHeap.getAndAddLong(page + (offset & PageLayout.IN_PAGE_MASK), delta);
        }
        return page != 0;
    }

    /** The page of the counter, linked at the first call; 0 when the system has none. */
    long page(int offset) {
        long word = directory + PageLayout.directoryOffset(offset);
        long page = OffHeap.getLongAcquire(word);
        return page != 0 ? page : link(word);
    }

    /** Past the bound if need be, for exactness comes first: at most one such page for each page of counters. */
    private long link(long word) {
        long made = slab.allocate(0);
        boolean pastBound = made == 0;
        if (pastBound) {
            made = OffHeap.allocate(PageLayout.PAGE_BYTES);
            if (made == 0) {
                return OffHeap.getLongAcquire(word);
            }
            OffHeap.zero(made, PageLayout.PAGE_BYTES);
        }
        if (OffHeap.casLong(word, 0, made)) { // E6
            return made;
        }
        if (pastBound) {
            OffHeap.free(made);
        } else {
            slab.free(made);
        }
        return OffHeap.getLongAcquire(word);
    }
}
