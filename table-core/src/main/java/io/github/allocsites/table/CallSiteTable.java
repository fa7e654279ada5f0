// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The call-site table: fixed size, open addressing, keyed by probe and frames. It splits a probe's row by caller and
 * nothing else: totals never depend on it.
 *
 * <p>{@link #record} is lock-free and looks at no more than {@link BucketSearch#WINDOW_BUCKETS} buckets; {@link
 * #snapshot} and {@link #reset} may run at the same time on any other thread.
 */
public final class CallSiteTable {
    /** Smallest and largest capacity in buckets. */
    public static final int MIN_BUCKETS = 64;

    public static final int MAX_BUCKETS = 1 << 20;

    /** Spin hints a recorder grants to the claimer of a bucket with its own hash. */
    private static final int SPINS = 64;

    private final int capacityBuckets;
    private final int depth;
    private final AtomicReference<BucketMemory> memory = new AtomicReference<>();
    private final ConcurrentLinkedQueue<BucketMemory> replaced = new ConcurrentLinkedQueue<>();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicReference<DroppedStacks> droppedStacks = new AtomicReference<>();
    private volatile long droppedBefore;
    private volatile boolean refused;

    /** What becomes of an event's frames. */
    public enum Result {
        RECORDED,
        /** No bucket was found; the event stays in its probe's totals. */
        DROPPED,
        /** There were no frames, and nothing was claimed. */
        NO_FRAMES
    }

    CallSiteTable(int capacityBuckets, int depth) {
        this.capacityBuckets = capacityBuckets;
        this.depth = depth;
    }

    /** Clamped to {@link #MIN_BUCKETS}..{@link #MAX_BUCKETS} and rounded up to a power of two. */
    public static int capacity(long asked) {
        int clamped = (int) Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, asked));
        return clamped == MIN_BUCKETS ? MIN_BUCKETS : Integer.highestOneBit(clamped - 1) << 1;
    }

    /** Adds events of one call site; frames beyond the table's depth are cut. */
    public Result record(int probe, long[] frames, int frameCount, long events, long bytes) {
        int kept = Math.min(frameCount, depth);
        if (kept == 0) {
            return Result.NO_FRAMES;
        }
        return record(probe, frames, kept, FrameHash.of(probe, frames, kept), events, bytes);
    }

    Result record(int probe, long[] frames, int kept, long hash, long events, long bytes) {
        BucketMemory in = enter();
        if (in == null) {
            return drop(probe, events, bytes);
        }
        try {
            long bucket = find(in, probe, frames, kept, hash);
            if (bucket == 0) {
                return drop(probe, events, bytes);
            }
            BucketMemory.add(bucket, events, bytes);
            return Result.RECORDED;
        } finally {
            in.users.getAndDecrement(); // T5
        }
    }

    private Result drop(int probe, long events, long bytes) {
        dropped.getAndAdd(events);
        DroppedStacks present = droppedStacks.get();
        if (present == null) {
            droppedStacks.compareAndSet(null, new DroppedStacks());
            present = droppedStacks.get();
        }
        if (present != null) { // else just emptied, and the event belongs to what was before
            present.add(probe, events, bytes);
        }
        return Result.DROPPED;
    }

    /** The bucket of the frames, claimed and published if need be; 0 when the window holds none or has no memory. */
    private static long find(BucketMemory in, int probe, long[] frames, int kept, long hash) {
        int home = BucketSearch.home(hash);
        for (int step = 0; step < BucketSearch.WINDOW_BUCKETS; step++) {
            long bucket = in.made(BucketSearch.index(home, step, in.capacityBuckets));
            if (bucket == 0) {
                return 0;
            }
            long found = BucketMemory.hash(bucket);
            if (found == 0 && BucketMemory.claim(bucket, hash)) {
                in.publish(bucket, probe, frames, kept);
                return bucket;
            }
            if (BucketMemory.hash(bucket) == hash
                    && published(bucket)
                    && BucketMemory.holds(bucket, probe, frames, kept)) {
                return bucket;
            }
        }
        return 0;
    }

    /** Gives the claimer a moment. One that takes longer gets a second bucket with equal frames; readers merge them. */
    private static boolean published(long bucket) {
        for (int spin = 0; spin < SPINS; spin++) {
            if (BucketMemory.frameCount(bucket) != 0) {
                return true;
            }
            Thread.onSpinWait();
        }
        return BucketMemory.frameCount(bucket) != 0;
    }

    /** The memory, made by the first record; null when the system refused it. The caller must leave it again. */
    private BucketMemory enter() {
        while (true) {
            BucketMemory in = memory.get();
            if (in == null) {
                if (refused) {
                    return null;
                }
                in = make();
                continue;
            }
            in.users.getAndIncrement(); // T5
            if (memory.get() == in) {
                return in;
            }
            in.users.getAndDecrement();
        }
    }

    private BucketMemory make() {
        BucketMemory made = BucketMemory.allocate(capacityBuckets, depth);
        if (made == null) {
            refused = true;
        } else if (!memory.compareAndSet(null, made)) { // T4
            made.free();
        }
        return made;
    }

    /** Starts empty. Records under way end in the table that was; its memory goes when the last has left. */
    public void reset() {
        BucketMemory before = memory.getAndSet(null); // T4
        if (before != null) {
            replaced.add(before);
        }
        droppedBefore = dropped.get();
        droppedStacks.set(null);
        refused = false;
        release();
    }

    /** Frees what was replaced and is left by everybody. */
    void release() {
        for (BucketMemory old = replaced.peek(); old != null && old.users.get() == 0; old = replaced.peek()) { // T5
            if (replaced.remove(old)) {
                old.free();
            }
        }
    }

    /** Events dropped since the table was last emptied. */
    public long droppedSinceReset() {
        return dropped.get() - droppedBefore;
    }

    /** Events dropped so far, resets or not. */
    public long droppedEver() {
        return dropped.get();
    }

    /** Whether the system refused memory for the table, or for a part of it. */
    public boolean refused() {
        BucketMemory in = memory.get();
        return refused || in != null && in.refused;
    }

    /** Bytes of the table in use and of those replaced and not yet freed. */
    public long bytes() {
        BucketMemory in = memory.get();
        long bytes = in == null ? 0 : in.bytes();
        for (BucketMemory old : replaced) {
            bytes += old.bytes();
        }
        return bytes;
    }

    /** A copy of what is published. Not atomic: records under way may or may not be in it. */
    public TableSnapshot snapshot() {
        BucketMemory in = memory.get() == null ? null : enter();
        if (in == null) {
            return new TableSnapshot(capacityBuckets, 0, droppedSinceReset(), 0, List.of(), droppedCallSites());
        }
        try {
            return new TableSnapshot(
                    capacityBuckets, in.occupied(), droppedSinceReset(), in.bytes(), callSites(in), droppedCallSites());
        } finally {
            in.users.getAndDecrement();
        }
    }

    private List<CallSite> droppedCallSites() {
        DroppedStacks present = droppedStacks.get();
        return present == null ? List.of() : present.callSites();
    }

    private static List<CallSite> callSites(BucketMemory in) {
        Map<CallSite, CallSite> merged = new LinkedHashMap<>();
        for (int index = 0; index < in.capacityBuckets; index++) {
            long bucket = in.bucket(index);
            int frameCount = bucket == 0 || BucketMemory.hash(bucket) == 0 ? 0 : BucketMemory.frameCount(bucket);
            if (frameCount != 0) {
                merge(merged, bucket, frameCount);
            }
        }
        return List.copyOf(merged.values());
    }

    private static void merge(Map<CallSite, CallSite> merged, long bucket, int frameCount) {
        List<Long> frames = new ArrayList<>(frameCount);
        for (int i = 0; i < frameCount; i++) {
            frames.add(BucketMemory.frame(bucket, i));
        }
        CallSite key = new CallSite(BucketMemory.probe(bucket), List.copyOf(frames), 0, 0, 0);
        CallSite known = merged.getOrDefault(key, key);
        long count = known.count() + BucketMemory.count(bucket);
        long bytes = known.bytes() + BucketMemory.bytes(bucket);
        long samples = known.samples() + BucketMemory.samples(bucket);
        merged.put(key, new CallSite(key.probe(), key.frames(), count, bytes, samples));
    }
}
