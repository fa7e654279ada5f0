// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of one table and what addresses it: final fields, so that nobody sees one without the others. In the parts
 * of {@link BucketSearch}: the first is there from the beginning, each of the others once a record found no bucket
 * before it.
 */
final class BucketMemory {
    final int capacityBuckets;
    private final int firstBuckets;
    private final int bucketBytes;
    private final long first;

    /** Their addresses; 0 where nobody has come so far. */
    private final AtomicLong second = new AtomicLong();

    private final AtomicLong third = new AtomicLong();

    /** Recorders and readers inside; the memory is freed only when it was replaced and nobody is. */
    final AtomicInteger users = new AtomicInteger();

    private final AtomicInteger occupied = new AtomicInteger();

    /** Whether the system refused a part; nobody asks for one again. */
    volatile boolean refused;

    private BucketMemory(long first, int capacityBuckets, int bucketBytes) {
        this.first = first;
        this.capacityBuckets = capacityBuckets;
        this.firstBuckets = BucketSearch.firstBuckets(capacityBuckets);
        this.bucketBytes = bucketBytes;
    }

    /** Null when the system refuses the memory. */
    static BucketMemory allocate(int capacityBuckets, int depth) {
        int bucketBytes = BucketLayout.bytes(depth);
        long first = part(BucketSearch.firstBuckets(capacityBuckets), bucketBytes);
        return first == 0 ? null : new BucketMemory(first, capacityBuckets, bucketBytes);
    }

    /** Empty buckets; 0 when the system refuses the memory. */
    private static long part(int buckets, int bucketBytes) {
        long bytes = (long) buckets * bucketBytes;
        long base = OffHeap.allocate(bytes);
        if (base != 0) {
            OffHeap.zero(base, bytes);
        }
        return base;
    }

    long bytes() {
        long buckets = firstBuckets;
        buckets += second.get() == 0 ? 0 : firstBuckets;
        buckets += third.get() == 0 ? 0 : capacityBuckets >>> 1;
        return buckets * bucketBytes;
    }

    /** Once nobody is inside and nobody can come. */
    void free() {
        OffHeap.free(first);
        OffHeap.free(second.get()); // frees nothing where it is 0
        OffHeap.free(third.get());
    }

    /** Its address; 0 while its part is not there: such a bucket is empty. */
    long bucket(int index) {
        if (index < firstBuckets) {
            return first + (long) index * bucketBytes;
        }
        long base = later(index).get(); // T6
        return base == 0 ? 0 : base + (long) (index - bucketsBefore(index)) * bucketBytes;
    }

    /** The same, its part made if need be; 0 when the system refuses the memory. */
    long made(int index) {
        long bucket = bucket(index);
        if (bucket != 0 || refused) {
            return bucket;
        }
        long part = part(bucketsBefore(index), bucketBytes); // a later part is as large as all before it
        if (part == 0) {
            refused = true;
        } else if (!later(index).compareAndSet(0, part)) { // T6
            OffHeap.free(part);
        }
        return bucket(index);
    }

    private AtomicLong later(int index) {
        return bucketsBefore(index) == firstBuckets ? second : third;
    }

    /** Buckets of the parts before that of a bucket in a later one. */
    private int bucketsBefore(int index) {
        return index < capacityBuckets >>> 1 ? firstBuckets : capacityBuckets >>> 1;
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
