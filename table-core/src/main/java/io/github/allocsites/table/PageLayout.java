// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Sizes of the paged counters. No logic.
 *
 * <pre>
 *   arena = directory page                counter page
 *   +--------------------+               +--------------------+
 *   | 0 for ever         |       +-----> | counter        0   |   8 bytes each, 512 of them
 *   | page address   1   | ------+       | counter        1   |
 *   |  ... 0 = untouched |               |  ...               |
 *   | page address 511   |               | counter      511   |
 *   +--------------------+               +--------------------+
 *
 *   counter offset (bytes, the same in every arena):  | page number : 9 | byte in page : 12 |
 * </pre>
 *
 * A probe of fixed size owns one counter (events); a probe of varying size owns two that lie side by side and never
 * straddle a page (events, bytes).
 */
final class PageLayout {
    /** Bytes of a directory and of a counter page. */
    static final int PAGE_BYTES = 4096;

    static final int PAGE_BYTES_LOG2 = 12;
    static final int IN_PAGE_MASK = PAGE_BYTES - 1;
    static final int COUNTER_BYTES = 8;
    static final int COUNTERS_PER_PAGE = PAGE_BYTES / COUNTER_BYTES;

    /** Counter pages an arena can have: what one directory page can point to. */
    static final int PAGES = PAGE_BYTES / 8;

    /** First byte offset of a counter: page 0 stays empty, so that offset 0 has no page in any arena. */
    static final int OFFSET_START = PAGE_BYTES;

    /** First byte offset beyond every counter. */
    static final int OFFSET_LIMIT = PAGES * PAGE_BYTES;

    /** From the events counter of a probe of varying size to its bytes counter. */
    static final int BYTES_COUNTER = COUNTER_BYTES;

    private PageLayout() {}

    /** Byte position in the directory of the page that holds the counter. */
    static int directoryOffset(int counterOffset) {
        return (counterOffset >>> PAGE_BYTES_LOG2) << 3;
    }
}
