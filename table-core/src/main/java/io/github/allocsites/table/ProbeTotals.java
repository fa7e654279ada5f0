// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.Arrays;

/**
 * Events and bytes by probe number, immutable.
 *
 * <p>Totals of the process only grow from one reading to the next.
 */
public final class ProbeTotals {
    private final long[] counts;
    private final long[] bytes;

    ProbeTotals(long[] counts, long[] bytes) {
        this.counts = counts;
        this.bytes = bytes;
    }

    /** No events at all. */
    public static ProbeTotals none() {
        return new ProbeTotals(new long[0], new long[0]);
    }

    /** Probes covered: numbers from 0 to this, exclusive. */
    public int probes() {
        return counts.length;
    }

    /** Events of a probe; 0 for a number not covered. */
    public long count(int probe) {
        return probe < counts.length ? counts[probe] : 0;
    }

    /** Bytes of a probe's events; 0 for a number not covered. */
    public long bytes(int probe) {
        return probe < bytes.length ? bytes[probe] : 0;
    }

    /** Heap memory they hold. */
    public long heapBytes() {
        return 2 * Hook.arrayBytes(counts.length, Long.BYTES);
    }

    /** These totals less earlier ones. */
    public ProbeTotals since(ProbeTotals earlier) {
        long[] countDeltas = counts.clone();
        long[] byteDeltas = bytes.clone();
        for (int probe = 0; probe < earlier.counts.length; probe++) {
            countDeltas[probe] -= earlier.counts[probe];
            byteDeltas[probe] -= earlier.bytes[probe];
        }
        return new ProbeTotals(countDeltas, byteDeltas);
    }

    /** Events of all probes. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** Bytes of all probes' events. */
    public long bytes() {
        return Arrays.stream(bytes).sum();
    }
}
