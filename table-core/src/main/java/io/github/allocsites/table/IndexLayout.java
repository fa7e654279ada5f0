// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * The index from a carrier thread's id to its arena. No logic.
 *
 * <pre>
 *   0                8               16 bytes
 *   +----------------+----------------+
 *   | thread id      | arena          |   FREE = -1, CLAIMED = -2; live ids are above 0
 *   +----------------+----------------+
 * </pre>
 */
final class IndexLayout {
    static final int CELL_BYTES = 16;
    static final int CELL_BYTES_LOG2 = 4;
    static final int THREAD_ID = 0;
    static final int ARENA = 8;

    /** Nobody's cell. Negative, because an attaching thread has id 0 and an empty cell must match no thread. */
    static final long FREE = -1;

    /** Won by a thread that has not yet stored its arena. */
    static final long CLAIMED = -2;

    /** Cells a lookup examines, from the thread's home cell on, wrapping round. */
    static final int WINDOW_CELLS = 64;

    /** 2^64 / golden ratio: consecutive ids, and ids equal modulo a power of two, land in different home cells. */
    static final long SPREAD = 0x9E3779B97F4A7C15L;

    private IndexLayout() {}
}
