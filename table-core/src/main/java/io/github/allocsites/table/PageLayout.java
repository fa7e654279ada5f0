// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Sizes of the paged counters. No logic.
 *
 * <pre>
 *   arena = directory page                counter page                     16 bytes each, 256 of them
 *   +----------------------+              +-----------+---------------+
 *   | the empty page       |      +-----> | counter 0 | its threshold |
 *   | page address   1     | -----+       | counter 1 | its threshold |
 *   |  ... untouched:      |              |  ...                      |
 *   |      the empty page  |              |                           |
 *   | page address 511     |              | counter 255 ...           |
 *   +----------------------+              +-----------+---------------+
 *
 *   counter offset (bytes, the same in every arena):  | page number : 9 | byte in page : 12 |
 * </pre>
 *
 * A hook may raise a counter up to its threshold; beyond it goes through the slow path. The empty page is full of zeros
 * and never written, so that whatever is not there yet ends in the slow path by the same comparison.
 *
 * <p>A probe of fixed size owns one counter (events); a probe of varying size owns two that lie side by side and never
 * straddle a page (bytes, events), and the threshold of the first counts.
 */
final class PageLayout {
    /** Bytes of a directory and of a counter page. */
    static final int PAGE_BYTES = 4096;

    static final int PAGE_BYTES_LOG2 = 12;
    static final int IN_PAGE_MASK = PAGE_BYTES - 1;
    static final int COUNTER_BYTES = 16;

    /** From a counter to its threshold. */
    static final int THRESHOLD = 8;

    static final int COUNTERS_PER_PAGE = PAGE_BYTES / COUNTER_BYTES;

    /** Counter pages an arena can have: what one directory page can point to. */
    static final int PAGES = PAGE_BYTES / 8;

    /** First byte offset of a counter: page 0 is the empty one in every arena. */
    static final int OFFSET_START = PAGE_BYTES;

    /** First byte offset beyond every counter. */
    static final int OFFSET_LIMIT = PAGES * PAGE_BYTES;

    /** From the bytes counter of a probe of varying size to its events counter. */
    static final int EVENTS_COUNTER = COUNTER_BYTES;

    private PageLayout() {}

    /** Byte position in the directory of the page that holds the counter. */
    @ForceInline
    static int directoryOffset(int counterOffset) {
        return (counterOffset >>> PAGE_BYTES_LOG2) << 3;
    }
}
