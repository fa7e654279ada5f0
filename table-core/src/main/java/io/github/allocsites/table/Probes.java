// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All probes by number, and the object sizes their first events found.
 *
 * <p>{@link #add} takes a short lock and is for the instrumenter only; reading is wait-free.
 */
public final class Probes {
    private static final int CHUNK_LOG2 = 10;
    private static final int CHUNK = 1 << CHUNK_LOG2;

    private final int limit;
    private final AtomicReferenceArray<Chunk> chunks;
    private volatile int count;

    private static final class Chunk {
        final Probe[] probes = new Probe[CHUNK];
        final int[] sizes = new int[CHUNK];
    }

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
        Chunk chunk = chunks.get(number >> CHUNK_LOG2);
        if (chunk == null) {
            chunk = new Chunk();
            chunks.set(number >> CHUNK_LOG2, chunk);
        }
        chunk.probes[number & CHUNK - 1] = probe;
        chunk.sizes[number & CHUNK - 1] = Math.max(probe.sizeBytes(), 0);
        count = number + 1; // E2
        return number;
    }

    /** Probes known. */
    public int count() {
        return count;
    }

    /** The probe of a number below {@link #count()}. */
    public Probe get(int number) {
        return chunks.get(number >> CHUNK_LOG2).probes[number & CHUNK - 1];
    }

    /** Bytes of each object the probe allocates; 0 where it varies or no event told yet. */
    public int sizeBytes(int number) {
        return chunks.get(number >> CHUNK_LOG2).sizes[number & CHUNK - 1];
    }

    /** Must come before the probe is given counters: whoever sees a count then sees the size, too. */
    void sizeBytes(int number, int bytes) {
        chunks.get(number >> CHUNK_LOG2).sizes[number & CHUNK - 1] = bytes; // published by E3
    }
}
