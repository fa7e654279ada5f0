// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.agent.cost.OwnHeap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Ids of frames by the place a backtrace tells: looking one up asks the JVM for nothing. Holds no class; classes of one
 * name are told apart by their identity hash.
 *
 * <p>Lock-free: runs inside the hook. Open addressing with a window of {@link #WINDOW}; what finds no room there is
 * never known.
 */
final class KnownPlaces {
    /** Of a place nobody added. */
    static final long UNKNOWN = 0;

    private static final int WINDOW = 16;

    private final int capacity;
    private final AtomicReferenceArray<Known> places;
    private final AtomicInteger size = new AtomicInteger();

    private record Known(String className, int classHash, long place, long id) {
        boolean is(String className, int classHash, long place) {
            return this.place == place && this.classHash == classHash && this.className.equals(className);
        }
    }

    /** For so many places, a power of two. */
    KnownPlaces(int capacity) {
        this.capacity = capacity;
        this.places = new AtomicReferenceArray<>(capacity);
    }

    /** The id that was added for a place. */
    long id(Class<?> type, String className, long place) {
        int classHash = System.identityHashCode(type);
        int home = home(classHash, place);
        for (int step = 0; step < WINDOW; step++) {
            Known known = places.get(home + step & capacity - 1);
            if (known == null) {
                return UNKNOWN;
            }
            if (known.is(className, classHash, place)) {
                return known.id;
            }
        }
        return UNKNOWN;
    }

    /** Adds an id. Two of one place are the same, so that it does not matter which of them is found. */
    void add(Class<?> type, String className, long place, long id) {
        int classHash = System.identityHashCode(type);
        Known known = new Known(className, classHash, place, id);
        int home = home(classHash, place);
        for (int step = 0; step < WINDOW; step++) {
            int at = home + step & capacity - 1;
            if (places.compareAndSet(at, null, known)) {
                size.incrementAndGet();
                return;
            }
            if (places.get(at).is(className, classHash, place)) {
                return;
            }
        }
    }

    long heapBytes() {
        return OwnHeap.references(capacity) + size.get() * OwnHeap.object(Known.class);
    }

    private static int home(int classHash, long place) {
        long mixed = (place ^ (long) classHash << 20) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 33);
    }
}
