// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.SplittableRandom;

/** The hash of call sites by the JDK's own SplitMix64, and its inverse, which makes sites with a chosen hash. */
final class ReferenceHash {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;
    private static final long FACTOR_1 = 0xBF58476D1CE4E5B9L;
    private static final long FACTOR_2 = 0x94D049BB133111EBL;

    private ReferenceHash() {}

    static long of(int probe, long[] frames, int kept) {
        long hash = mix(lastInput(probe, frames, kept));
        return hash == 0 ? 1 : hash;
    }

    /** The bucket where the search for a hash begins. */
    static int home(long hash, int capacityBuckets) {
        return (int) (mix(hash) >>> 32) & capacityBuckets - 1;
    }

    /** Changes the last frame so that the site has the hash. */
    static void force(int probe, long[] frames, int kept, long hash) {
        frames[kept - 1] ^= lastInput(probe, frames, kept) ^ unmix(hash);
    }

    /** A hash whose home is the bucket in tables of up to 2^20 buckets; the low bits tell such hashes apart. */
    static long withHome(int home, int lowBits) {
        return unmix((long) home << 32 | lowBits & 0xFFFFFFFFL);
    }

    private static long lastInput(int probe, long[] frames, int kept) {
        long hash = mix(probe ^ (long) kept << 32);
        for (int i = 0; i < kept - 1; i++) {
            hash = mix(hash ^ frames[i]);
        }
        return hash ^ frames[kept - 1];
    }

    private static long mix(long z) {
        return new SplittableRandom(z).nextLong();
    }

    static long unmix(long mixed) {
        long z = unshift(mixed, 31) * inverse(FACTOR_2);
        z = unshift(z, 27) * inverse(FACTOR_1);
        return unshift(z, 30) - GAMMA;
    }

    /** What became {@code shifted} by being combined with itself shifted to the right. */
    private static long unshift(long shifted, int by) {
        long z = shifted;
        for (int known = by; known < Long.SIZE; known += by) {
            z = shifted ^ z >>> by;
        }
        return z;
    }

    /** Modulo 2^64: every turn of Newton's method doubles the number of right bits, which begins at 3. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
