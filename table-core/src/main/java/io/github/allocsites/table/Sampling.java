// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * Which events have their stack captured, beside the first of each probe: one in so many bytes. Two steps, because the
 * first is taken at every event and must cost next to nothing.
 *
 * <pre>
 *   event --> one in 2^b of a probe's events on a thread  --> chance of (its bytes x 2^b) in the interval --> stack
 *         \-> an array of interval / 2^b bytes or more     --> chance of  its bytes        in the interval -/
 * </pre>
 *
 * The first step walks a Weyl sequence, {@code count x M mod 2^32}: with an M from the golden ratio it hits every
 * residue class of the count alike, so that no loop can fall into step with it, and it needs no state of its own. Each
 * probe and thread begins elsewhere in it, so that threads that allocate little are hit as often as they should.
 *
 * <p>Source: H. Weyl, Ueber die Gleichverteilung von Zahlen mod. Eins, 1916; weights after Horvitz and Thompson, 1952.
 */
final class Sampling {
    private static final int MOST_BITS = 8;
    private static final int LEAST_LARGE_LOG2 = 11;
    private static final int GOLDEN = 0x9E3779B1;
    private static final int PER_PROBE = 0x85EBCA77;

    private static final long INTERVAL_BYTES = Recording.SETTINGS.stackIntervalBytes();

    /** Whether some events are drawn; constant, so that compiled hooks are free of it where none is. */
    static final boolean ON = INTERVAL_BYTES > 0;

    private static final int INTERVAL_LOG2 = ON ? 63 - Long.numberOfLeadingZeros(INTERVAL_BYTES) : 62;
    private static final int BITS = Math.max(0, Math.min(MOST_BITS, INTERVAL_LOG2 - LEAST_LARGE_LOG2));

    /** Arrays of this many bytes are looked at one by one. */
    static final int LARGE_LOG2 = Math.min(20, INTERVAL_LOG2 - BITS);

    private static long draws;

    private Sampling() {}

    /**
     * The first step: whether an event is one of those that are looked at.
     *
     * @param count of the probe on the thread, the event included
     * @param threadHash any number that differs between threads
     */
    @ForceInline
    static boolean isDrawn(long count, long threadHash, int probe) {
        return ON && ((int) count * GOLDEN + (int) threadHash + probe * PER_PROBE) >>> 31 - BITS >>> 1 == 0;
    }

    /** The second step for an event of the first: how many events its stack stands for; 0 when it has none. */
    static long events(long bytes) {
        return weight(bytes, 1L << BITS);
    }

    /** The same of a large array, for which there is no first step. */
    static long largeEvents(long bytes) {
        return weight(bytes, 1);
    }

    private static long weight(long bytes, long drawnFrom) {
        long stoodFor = bytes * drawnFrom;
        if (stoodFor >= INTERVAL_BYTES || stoodFor == 0) {
            return drawnFrom;
        }
        return chance(stoodFor) ? (INTERVAL_BYTES + bytes / 2) / bytes : 0;
    }

    /** Races between threads lose draws of a number nobody needs. */
    private static boolean chance(long of) {
        long random = FrameHash.mix(draws++) >>> 1;
        return random % INTERVAL_BYTES < of;
    }
}
