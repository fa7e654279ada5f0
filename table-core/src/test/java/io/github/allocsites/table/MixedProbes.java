// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Probes of objects and of arrays in turns, with the hooks of an event of each. */
final class MixedProbes {
    private final int[] probes;

    MixedProbes(int count) {
        probes = new int[count];
        for (int i = 0; i < count; i++) {
            probes[i] = i % 2 == 0 ? FreshProbes.object() : FreshProbes.varying();
        }
    }

    /** An event of the calling thread. */
    void event(int number) {
        if (number % 2 == 0) {
            Hook.object(Thread.currentThread(), MixedProbes.class, probes[number]);
        } else {
            Hook.array8(Thread.currentThread(), 1, probes[number]);
        }
    }

    /** What the recording says of each probe. */
    long[] counts() {
        ProbeTotals totals = Recording.totals();
        long[] counts = new long[probes.length];
        for (int number = 0; number < probes.length; number++) {
            counts[number] = totals.count(probes[number]);
        }
        return counts;
    }

    /** The same while no thread counts: bytes must belong to the events. */
    long[] countsAtRest() {
        ProbeTotals totals = Recording.totals();
        for (int number = 0; number < probes.length; number++) {
            long each = number % 2 == 0 ? DeathPoints.OBJECT_BYTES : Hook.arrayBytes(1, 8);
            long expected = totals.count(probes[number]) * each;
            if (totals.bytes(probes[number]) != expected) {
                throw new AssertionError(totals.bytes(probes[number]) + " bytes instead of " + expected);
            }
        }
        return counts();
    }
}
