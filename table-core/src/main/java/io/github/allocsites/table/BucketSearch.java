// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * The buckets that a record looks at, in their order.
 *
 * <pre>
 *   bucket   0          1/4          1/2                      1  x capacity
 *            +-----------+-----------+------------------------+
 *   step     |  0 .. 15  | 16 .. 31  |        32 .. 63        |  each part wraps round in itself
 *            +-----------+-----------+------------------------+
 * </pre>
 *
 * A table with a few call sites keeps them in its first quarter, and takes no memory for the other parts. Small tables
 * are one part.
 */
final class BucketSearch {
    /** Buckets a record examines before it counts as dropped. */
    static final int WINDOW_BUCKETS = 64;

    private static final int ONE_PART_BUCKETS = 2_048;
    private static final int FIRST = WINDOW_BUCKETS / 4;
    private static final int SECOND = WINDOW_BUCKETS / 2;

    private BucketSearch() {}

    /** Buckets of the first part; the second has as many. */
    static int firstBuckets(int capacityBuckets) {
        return capacityBuckets <= ONE_PART_BUCKETS ? capacityBuckets : capacityBuckets >>> 2;
    }

    /** Any number; its low bits say where the search begins in each part. */
    static int home(long hash) {
        return (int) (FrameHash.mix(hash) >>> 32);
    }

    /** For steps from 0 up to the window; never one bucket twice. */
    static int index(int home, int step, int capacityBuckets) {
        if (capacityBuckets <= ONE_PART_BUCKETS) {
            return home + step & capacityBuckets - 1;
        }
        int quarter = firstBuckets(capacityBuckets);
        if (step < FIRST) {
            return home + step & quarter - 1;
        }
        if (step < SECOND) {
            return quarter + (home + step - FIRST & quarter - 1);
        }
        int half = capacityBuckets >>> 1;
        return half + (home + step - SECOND & half - 1);
    }
}
