// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.CallSiteTable.Result;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Call sites by number: always the same site for the same number. A quarter has one of a few hashes, or a home among
 * the last buckets, and some differ only beyond the table's depth.
 */
final class RandomSites {
    private static final int KINDS = 8;
    private static final int SAME_FRAMES_ONE_IN = 64;
    private static final int HASHES = 16;
    private static final int PROBES = 1_000;
    private static final int FRAMES_BEYOND_DEPTH = 3;

    private final long seed;
    private final int capacityBuckets;
    private final int depth;

    /**
     * A probe and frames; what stands behind the first {@code frameCount} of them does not belong to it. Where the
     * frames are equal and the probes are not, no real hashes are equal: such sites bring their hash along.
     */
    record Site(int probe, long[] frames, int frameCount, long forcedHash) {
        Site(int probe, long[] frames, int frameCount) {
            this(probe, frames, frameCount, 0);
        }

        long hash(int depth) {
            return forcedHash != 0 ? forcedHash : ReferenceHash.of(probe, frames, Math.min(frameCount, depth));
        }

        Result record(CallSiteTable table, int depth, long events, long bytes) {
            return forcedHash == 0
                    ? table.record(probe, frames, frameCount, events, bytes)
                    : table.record(probe, frames, Math.min(frameCount, depth), forcedHash, events, bytes);
        }

        Key key(int depth) {
            return new Key(probe, Arrays.copyOf(frames, Math.min(frameCount, depth)));
        }
    }

    /** What tells two rows of the table apart. */
    record Key(int probe, long[] frames) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && probe == key.probe && Arrays.equals(frames, key.frames);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(frames) + probe;
        }
    }

    RandomSites(long seed, int capacityBuckets, int depth) {
        this.seed = seed;
        this.capacityBuckets = capacityBuckets;
        this.depth = depth;
    }

    Site site(long number) {
        SplittableRandom random = new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L);
        int kind = (int) (number % KINDS);
        if (kind == 0) {
            return alike(random);
        }
        if (number % SAME_FRAMES_ONE_IN == 3) {
            int probe = 2 * PROBES + random.nextInt(PROBES);
            return new Site(probe, new long[] {1}, 1, 1 + probe % HASHES);
        }
        long[] frames = random.longs(1 + random.nextInt(depth)).toArray();
        int probe = random.nextInt(PROBES);
        if (kind == 1) {
            ReferenceHash.force(probe, frames, frames.length, equalHash(random.nextInt(HASHES)));
        } else if (kind == 2) {
            int home = capacityBuckets - 1 - random.nextInt(BucketSearch.WINDOW_BUCKETS);
            ReferenceHash.force(probe, frames, frames.length, ReferenceHash.withHome(home, random.nextInt()));
        }
        return new Site(probe, frames, frames.length);
    }

    /** The hashes 0, which stands for 1, and 1 are equal, too. */
    private long equalHash(int which) {
        return which < 2 ? which : seed * which;
    }

    /** No frames at all, one stack and its own top, or stacks that differ only behind what the table keeps. */
    private Site alike(SplittableRandom random) {
        long[] frames = random.longs(depth + FRAMES_BEYOND_DEPTH, 0, 3).toArray();
        return new Site(random.nextInt(3), frames, random.nextInt(frames.length + 1));
    }

    /** A site whose search begins at the bucket; it has nothing to do with the numbered ones. */
    Site withHome(int bucket, SplittableRandom random) {
        long[] frames = random.longs(depth).toArray();
        int probe = PROBES + random.nextInt(PROBES);
        ReferenceHash.force(probe, frames, depth, ReferenceHash.withHome(bucket, random.nextInt()));
        return new Site(probe, frames, depth);
    }
}
