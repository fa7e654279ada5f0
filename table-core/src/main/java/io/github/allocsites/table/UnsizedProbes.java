// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Probes whose first event came before their class was initialised: hooks stand before {@code new}, and to ask for the
 * size would run the static initialiser from within the hook, with frames of ours in its stack traces. Readers ask
 * later. {@link #add} is lock-free; {@link #resolve} is for one reader at a time.
 *
 * <pre>
 *   hook:   entry --CAS--> first ... of a stack            reader:   whole stack taken --> size known
 *                                                                          |
 *                                                                          +--> not initialised yet: put back
 * </pre>
 */
final class UnsizedProbes {
    /** Drains after which the initialiser must have failed, and nothing was allocated. */
    private static final int MOST_DRAINS = 600;

    private final AtomicReference<Entry> first = new AtomicReference<>();

    private static final class Entry extends WeakReference<Class<?>> {
        final int probe;
        final long overflowed;
        int drains;
        Entry next;

        Entry(Class<?> type, int probe, long overflowed) {
            super(type);
            this.probe = probe;
            this.overflowed = overflowed;
        }
    }

    /**
     * Keeps a probe until the size of its objects is known.
     *
     * @param overflowed events of it that were counted without a counter of their own, where bytes do not follow later
     */
    void add(Class<?> type, int probe, long overflowed) {
        push(new Entry(type, probe, overflowed));
    }

    private void push(Entry entry) {
        do {
            entry.next = first.getAcquire();
        } while (!first.compareAndSet(entry.next, entry));
    }

    /** Sizes the probes whose classes were initialised meanwhile. */
    void resolve() {
        Entry entry = first.getAndSet(null);
        while (entry != null) {
            Entry next = entry.next;
            Class<?> type = entry.get();
            if (type != null && !resolve(entry, type) && ++entry.drains < MOST_DRAINS) {
                push(entry);
            }
            entry = next;
        }
    }

    private static boolean resolve(Entry entry, Class<?> type) {
        int bytes = Recording.instanceBytes(type);
        if (bytes == Probe.SIZE_UNKNOWN) {
            return false;
        }
        Recording.COUNTERS.size(entry.probe, bytes);
        if (entry.overflowed > 0) {
            SlowPath.addBytes(entry.probe, entry.overflowed * bytes);
        }
        return true;
    }
}
