// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All probes by number. Lock-free; reading is wait-free.
 *
 * <pre>
 *   place of number n:   null --E2 CAS--&gt; probe, then count n --CAS--&gt; n + 1, by its thread or by the next
 * </pre>
 */
public final class Probes {
    private static final int CHUNK_LOG2 = 10;
    private static final int CHUNK = 1 << CHUNK_LOG2;

    private final int limit;
    private final AtomicReferenceArray<AtomicReferenceArray<Probe>> chunks;
    private final AtomicInteger count = new AtomicInteger();

    Probes(int limit) {
        this.limit = limit;
        this.chunks = new AtomicReferenceArray<>((limit + CHUNK - 1) >> CHUNK_LOG2);
    }

    /** The new probe's number, or -1 when there can be no more. */
    public int add(Probe probe) {
        while (true) {
            int number = count.get();
            if (number == limit) {
                return -1;
            }
            boolean mine = chunk(number >> CHUNK_LOG2).compareAndSet(number & CHUNK - 1, null, probe);
            count.compareAndSet(number, number + 1); // E2
            if (mine) {
                return number;
            }
        }
    }

    private AtomicReferenceArray<Probe> chunk(int index) {
        AtomicReferenceArray<Probe> chunk = chunks.get(index);
        if (chunk == null) {
            chunks.compareAndSet(index, null, new AtomicReferenceArray<>(CHUNK));
            chunk = chunks.get(index);
        }
        return chunk;
    }

    /** Heap memory the probes hold, their text not included. */
    long heapBytes() {
        long chunk = Hook.arrayBytes(CHUNK, OffHeap.referenceBytes());
        return (long) count() * Recording.instanceBytes(Probe.class) + (count() + CHUNK - 1 >> CHUNK_LOG2) * chunk;
    }

    /** Probes known. */
    public int count() {
        return count.get();
    }

    /** The probe of a number below {@link #count()}. */
    public Probe get(int number) {
        return chunks.get(number >> CHUNK_LOG2).get(number & CHUNK - 1);
    }
}
