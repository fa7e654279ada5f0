// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;

/** The memory of one table and what addresses it: final fields, so that nobody sees one without the others. */
final class BucketMemory {
    final long base;
    final int capacityBuckets;
    final int depth;
    private final int bucketBytes;

    /** Recorders and readers inside; the memory is freed only when it was replaced and nobody is. */
    final AtomicInteger users = new AtomicInteger();

    private final AtomicInteger occupied = new AtomicInteger();

    private BucketMemory(long base, int capacityBuckets, int depth) {
        this.base = base;
        this.capacityBuckets = capacityBuckets;
        this.depth = depth;
        this.bucketBytes = BucketLayout.bytes(depth);
    }

    /** Null when the system refuses the memory. */
    static BucketMemory allocate(int capacityBuckets, int depth) {
        long bytes = (long) capacityBuckets * BucketLayout.bytes(depth);
        long base = OffHeap.allocate(bytes);
        if (base == 0) {
            return null;
        }
        OffHeap.zero(base, bytes);
        return new BucketMemory(base, capacityBuckets, depth);
    }

    long bytes() {
        return (long) capacityBuckets * bucketBytes;
    }

    void free() {
        OffHeap.free(base);
    }

    long bucket(int index) {
        return base + (long) index * bucketBytes;
    }

    int occupied() {
        return occupied.get();
    }

    static long hash(long bucket) {
        return OffHeap.getLongVolatile(bucket + BucketLayout.HASH);
    }

    static boolean claim(long bucket, long hash) {
        return OffHeap.casLong(bucket + BucketLayout.HASH, 0, hash); // T1
    }

    void publish(long bucket, int probe, long[] frames, int frameCount) {
        OffHeap.putInt(bucket + BucketLayout.PROBE, probe);
        for (int i = 0; i < frameCount; i++) {
            OffHeap.putLong(bucket + BucketLayout.FRAMES + 8L * i, frames[i]);
        }
        occupied.incrementAndGet();
        OffHeap.putIntRelease(bucket + BucketLayout.FRAME_COUNT, frameCount); // T2
    }

    static int frameCount(long bucket) {
        return OffHeap.getIntAcquire(bucket + BucketLayout.FRAME_COUNT) & BucketLayout.FRAME_COUNT_MASK; // T2
    }

    /** Stacks captured, of a published bucket. */
    static int samples(long bucket) {
        return OffHeap.getIntAcquire(bucket + BucketLayout.FRAME_COUNT) >>> BucketLayout.SAMPLES_SHIFT;
    }

    static int probe(long bucket) {
        return OffHeap.getInt(bucket + BucketLayout.PROBE);
    }

    static long frame(long bucket, int index) {
        return OffHeap.getLong(bucket + BucketLayout.FRAMES + 8L * index);
    }

    /** Of a published bucket. */
    static void add(long bucket, long events, long bytes) {
        addSample(bucket);
        OffHeap.getAndAddLong(bucket + BucketLayout.COUNT, events); // T3
        OffHeap.getAndAddLong(bucket + BucketLayout.BYTES, bytes); // T3
    }

    /** Stops short of the sign: racing adders beyond it are fewer than the room that is left. */
    private static void addSample(long bucket) {
        if (samples(bucket) < BucketLayout.MOST_SAMPLES) {
            OffHeap.getAndAddInt(bucket + BucketLayout.FRAME_COUNT, 1 << BucketLayout.SAMPLES_SHIFT); // T3
        }
    }

    static long count(long bucket) {
        return OffHeap.getLongVolatile(bucket + BucketLayout.COUNT);
    }

    static long bytes(long bucket) {
        return OffHeap.getLongVolatile(bucket + BucketLayout.BYTES);
    }

    static boolean holds(long bucket, int probe, long[] frames, int frameCount) {
        if (frameCount(bucket) != frameCount || probe(bucket) != probe) {
            return false;
        }
        for (int i = 0; i < frameCount; i++) {
            if (frame(bucket, i) != frames[i]) {
                return false;
            }
        }
        return true;
    }
}
