// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All probes by number.
 *
 * <p>{@link #add} takes a short lock and is for the instrumenter only; reading is wait-free.
 */
public final class Probes {
    private static final int CHUNK_LOG2 = 10;
    private static final int CHUNK = 1 << CHUNK_LOG2;

    private final int limit;
    private final AtomicReferenceArray<Probe[]> chunks;
    private volatile int count;

    Probes(int limit) {
        this.limit = limit;
        this.chunks = new AtomicReferenceArray<>((limit + CHUNK - 1) >> CHUNK_LOG2);
    }

    /** The new probe's number, or -1 when there can be no more. */
    public synchronized int add(Probe probe) {
        int number = count;
        if (number == limit) {
            return -1;
        }
        Probe[] chunk = chunks.get(number >> CHUNK_LOG2);
        if (chunk == null) {
            chunk = new Probe[CHUNK];
            chunks.set(number >> CHUNK_LOG2, chunk);
        }
        chunk[number & CHUNK - 1] = probe;
        count = number + 1; // E2
        return number;
    }

    /** Probes known. */
    public int count() {
        return count;
    }

    /** The probe of a number below {@link #count()}. */
    public Probe get(int number) {
        return chunks.get(number >> CHUNK_LOG2)[number & CHUNK - 1];
    }
}
