// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** The 64-bit hash of a probe and its frames: every word is mixed in with the finaliser of SplitMix64. */
final class FrameHash {
    private FrameHash() {}

    /** Never 0, because 0 marks an empty bucket. */
    static long of(int probe, long[] frames, int frameCount) {
        long hash = mix(probe ^ (long) frameCount << 32);
        for (int i = 0; i < frameCount; i++) {
            hash = mix(hash ^ frames[i]);
        }
        return hash == 0 ? 1 : hash;
    }

    /** Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
    static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
