// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * What is fixed for the life of the process before the stores come into being.
 *
 * @param memoryMaxBytes bound of all off-heap memory
 * @param tableBuckets buckets of the call-site table, a power of two
 * @param stackDepth frames per bucket, 1..64
 * @param stackIntervalBytes bytes a thread allocates between two stacks; {@link #EVERY_STACK} or {@link #NO_STACK}
 * @param objectAlignmentBytes alignment of objects in this JVM, a power of two
 */
public record Settings(
        long memoryMaxBytes, int tableBuckets, int stackDepth, long stackIntervalBytes, int objectAlignmentBytes) {
    /** A stack at every event. */
    public static final long EVERY_STACK = 0;

    /** No stack at all. */
    public static final long NO_STACK = -1;

    private static volatile Settings inForce = new Settings(64L << 20, 65_536, 8, 512L << 10, 8);

    /** Must come before the first use of {@link Recording}; later calls change nothing. */
    public static void fix(Settings settings) {
        inForce = settings;
    }

    static Settings inForce() {
        return inForce;
    }

    /** Buckets of the table as far as a quarter of the memory holds them: counters come first. */
    int tableBucketsWithinMemory() {
        int buckets = tableBuckets;
        while (buckets > CallSiteTable.MIN_BUCKETS
                && (long) buckets * BucketLayout.bytes(stackDepth) > memoryMaxBytes / 4) {
            buckets /= 2;
        }
        return buckets;
    }

    /** Home cells of the index: fewer when memory is scarce, because the index is paid for in full at the start. */
    int indexCells() {
        return memoryMaxBytes >= 16L << 20 ? 16_384 : 2_048;
    }

    /** Most probes there can be: fewer when memory is scarce, because room is set aside for all of them. */
    int probeLimit() {
        return memoryMaxBytes >= 16L << 20 ? 262_144 : memoryMaxBytes >= 3L << 20 ? 65_536 : 32_768;
    }
}
