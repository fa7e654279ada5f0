// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * One bounded region of memory handed out in zeroed pages of {@link PageLayout#PAGE_BYTES}. The region is reserved as
 * a whole, but the system backs a page only when it is first handed out.
 *
 * <p>Lock-free. {@link #allocate} and {@link #free} may be called from any thread.
 */
final class Slab {
    private final long base;
    private final int pages;

    /** Three words: free list head (tag << 32 | page number + 1), pages ever handed out, pages in use. */
    private final long words;

    private static final int HEAD = 0;
    private static final int FRESH = 64;
    private static final int IN_USE = 128;
    private static final int WORDS_BYTES = 192;

    /** A slab of at most {@code bytes}; it has no pages when the system refuses the memory. */
    Slab(long bytes) {
        long region = OffHeap.allocate(bytes + WORDS_BYTES + PageLayout.PAGE_BYTES);
        words = region == 0 ? OffHeap.require(WORDS_BYTES) : region;
        base = (words + WORDS_BYTES + PageLayout.PAGE_BYTES - 1) & -PageLayout.PAGE_BYTES;
        pages = region == 0 ? 0 : (int) (bytes >> PageLayout.PAGE_BYTES_LOG2);
        OffHeap.zero(words, WORDS_BYTES);
    }

    /** A zeroed page, or 0 when handing it out would leave fewer than {@code keepPages} for others. */
    long allocate(int keepPages) {
        if (pages - pagesInUse() <= keepPages) {
            return 0;
        }
        long page = pop();
        if (page == 0) {
            page = fresh();
        }
        if (page == 0) {
            return 0;
        }
        boolean handedOut = false;
        try {
            OffHeap.zero(page, PageLayout.PAGE_BYTES);
            OffHeap.getAndAddLong(words + IN_USE, 1);
            handedOut = true;
            return page;
        } finally {
            if (!handedOut) { // the stack ended in what needs more of it than pop and push
                push(page);
            }
        }
    }

    /** Takes a page back; nobody may touch it afterwards. */
    void free(long page) {
        OffHeap.getAndAddLong(words + IN_USE, -1);
        push(page);
    }

    private void push(long page) {
        long number = (page - base >> PageLayout.PAGE_BYTES_LOG2) + 1;
        long head;
        do {
            head = OffHeap.getLongVolatile(words + HEAD);
            OffHeap.putLong(page, head & 0xFFFFFFFFL);
        } while (!OffHeap.casLong(words + HEAD, head, tagged(head, number))); // E7
    }

    int pagesInUse() {
        return (int) OffHeap.getLongVolatile(words + IN_USE);
    }

    int pages() {
        return pages;
    }

    private long pop() {
        while (true) {
            long head = OffHeap.getLongVolatile(words + HEAD); // E7
            long number = head & 0xFFFFFFFFL;
            if (number == 0) {
                return 0;
            }
            long page = base + (number - 1 << PageLayout.PAGE_BYTES_LOG2);
            // The page may be handed out and written by another thread meanwhile: then the tag has moved and the CAS
            // fails, and the link that was read is thrown away.
            long next = OffHeap.getLong(page) & 0xFFFFFFFFL;
            if (OffHeap.casLong(words + HEAD, head, tagged(head, next))) {
                return page;
            }
        }
    }

    private long fresh() {
        long number = OffHeap.getAndAddLong(words + FRESH, 1);
        if (number < pages) {
            return base + (number << PageLayout.PAGE_BYTES_LOG2);
        }
        OffHeap.getAndAddLong(words + FRESH, -1);
        return 0;
    }

    /** The tag grows with every change, so that a head that comes back with another successor is told apart. */
    private static long tagged(long oldHead, long number) {
        return ((oldHead >>> 32) + 1) << 32 | number;
    }
}
