// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/** Counters of probes that found none in the arenas. Made on the heap before it can be needed. */
final class Overflow {
    /** Whatever the JDK loads and links for it is there before a class that is being loaded can ask. */
    private static final AtomicLongArray NONE = new AtomicLongArray(1);

    private static final AtomicReference<AtomicLongArray> COUNTERS = new AtomicReference<>(NONE);

    static {
        NONE.getAndAdd(0, NONE.get(0));
        COUNTERS.compareAndSet(NONE, NONE);
    }

    private Overflow() {}

    /** Never replaced once there: other threads may have counted already. */
    static void prepare(int limit) {
        if (COUNTERS.get() == NONE) {
            COUNTERS.compareAndSet(NONE, new AtomicLongArray(2 * limit));
        }
    }

    static void add(int probe, long events, long bytes) {
        AtomicLongArray present = COUNTERS.get();
        if (present == NONE) {
            Recording.stray();
            return;
        }
        present.getAndAdd(2 * probe, events);
        present.getAndAdd(2 * probe + 1, bytes);
    }

    /** Heap memory of the counters. */
    static long heapBytes() {
        return Hook.arrayBytes(COUNTERS.get().length(), Long.BYTES);
    }

    static long events(int probe) {
        AtomicLongArray present = COUNTERS.get();
        return present == NONE ? 0 : present.get(2 * probe);
    }

    static long bytes(int probe) {
        AtomicLongArray present = COUNTERS.get();
        return present == NONE ? 0 : present.get(2 * probe + 1);
    }
}
