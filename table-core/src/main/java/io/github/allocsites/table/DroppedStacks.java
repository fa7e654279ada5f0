// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a full table had no bucket for, by probe: without it a probe's other stacks would be given the share of those
 * that were dropped. On the heap, and there only when something was dropped.
 *
 * <pre>
 *   cell:   | probe + 1, 0 = free | events | bytes | stacks |
 * </pre>
 *
 * <p>Lock-free: a cell is claimed by CAS on its first word, which never changes again; the others are added to. A probe
 * that finds no cell within {@link #WINDOW_CELLS} is not kept.
 */
final class DroppedStacks {
    private static final int CELLS = 1 << 12;
    private static final int WINDOW_CELLS = 64;
    private static final int WORDS = 4;
    private static final int EVENTS = 1;
    private static final int BYTES = 2;
    private static final int STACKS = 3;

    private final AtomicLongArray words = new AtomicLongArray(WORDS * CELLS);

    void add(int probe, long events, long bytes) {
        int home = (int) (FrameHash.mix(probe) >>> 32);
        for (int step = 0; step < WINDOW_CELLS; step++) {
            int cell = WORDS * (home + step & CELLS - 1);
            if (isOf(cell, probe + 1L)) {
                words.getAndAdd(cell + EVENTS, events);
                words.getAndAdd(cell + BYTES, bytes);
                words.getAndAdd(cell + STACKS, 1);
                return;
            }
        }
    }

    private boolean isOf(int cell, long key) {
        return words.get(cell) == key || words.compareAndSet(cell, 0, key) || words.get(cell) == key;
    }

    /** One for each probe, without frames. */
    List<CallSite> callSites() {
        List<CallSite> dropped = new ArrayList<>();
        for (int cell = 0; cell < words.length(); cell += WORDS) {
            if (words.get(cell) != 0) {
                int probe = (int) words.get(cell) - 1;
                dropped.add(new CallSite(
                        probe, List.of(), words.get(cell + EVENTS), words.get(cell + BYTES), words.get(cell + STACKS)));
            }
        }
        return dropped;
    }
}
