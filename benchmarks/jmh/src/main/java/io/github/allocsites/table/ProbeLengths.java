// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many buckets a record of a known call site looks at, in a table as it is.
 *
 * @param callSites those that were recorded
 * @param occupiedBuckets buckets that hold one
 * @param droppedSites those that found no bucket
 * @param mean over the occupied buckets
 * @param most of any
 */
public record ProbeLengths(int callSites, int occupiedBuckets, long droppedSites, double mean, int most) {
    /** At a load in percent of a table of the usual size. */
    public static ProbeLengths atLoad(int percent) {
        CallSites sites = new CallSites(percent);
        CallSiteTable table = sites.table();
        ProbeLengths lengths = of(memory(table), sites.count(), table.droppedEver());
        table.reset();
        return lengths;
    }

    static ProbeLengths of(BucketMemory in, int callSites, long droppedSites) {
        long sum = 0;
        int most = 0;
        for (int index = 0; index < in.capacityBuckets; index++) {
            long bucket = in.bucket(index);
            long hash = bucket == 0 ? 0 : BucketMemory.hash(bucket);
            int length = hash == 0 ? 0 : length(in, index, hash);
            sum += length;
            most = Math.max(most, length);
        }
        return new ProbeLengths(callSites, in.occupied(), droppedSites, (double) sum / in.occupied(), most);
    }

    /** The home bucket is the first. */
    private static int length(BucketMemory in, int index, long hash) {
        int home = BucketSearch.home(hash);
        int step = 0;
        while (BucketSearch.index(home, step, in.capacityBuckets) != index) {
            step++;
        }
        return step + 1;
    }

    static BucketMemory memory(CallSiteTable table) {
        try {
            Field field = CallSiteTable.class.getDeclaredField("memory");
            field.setAccessible(true);
            return (BucketMemory) ((AtomicReference<?>) field.get(table)).get();
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError(renamed);
        }
    }
}
