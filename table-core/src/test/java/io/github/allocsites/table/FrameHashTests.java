// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FrameHashTests {
    private static final int HASHES = 1 << 16;

    /** For 65,536 balls in 256 cells: 256 a cell, standard deviation 16; six of these are never left by chance. */
    private static final int SPREAD_TOLERANCE = 6 * 16;

    @Test
    void shouldMixEveryWordWithSplitMix64() {
        assertThat(FrameHash.of(7, new long[] {1, 2, 3}, 3)).isEqualTo(reference(7, 1, 2, 3));
        assertThat(FrameHash.of(0, new long[] {0}, 1)).isEqualTo(reference(0, 0));
    }

    /** SplitMix64 by the JDK's own implementation: the first number of a generator with that seed is our mix. */
    private static long reference(int probe, long... frames) {
        long hash = new SplittableRandom(probe ^ (long) frames.length << 32).nextLong();
        for (long frame : frames) {
            hash = new SplittableRandom(hash ^ frame).nextLong();
        }
        return hash == 0 ? 1 : hash;
    }

    @Test
    void shouldLookAtTheFirstFramesOnly() {
        assertThat(FrameHash.of(7, new long[] {1, 2, 99}, 2)).isEqualTo(FrameHash.of(7, new long[] {1, 2}, 2));
    }

    @Test
    void shouldDependOnLengthOrderAndProbe() {
        long[] hashes = {
            FrameHash.of(7, new long[] {0}, 1),
            FrameHash.of(7, new long[] {0, 0}, 2),
            FrameHash.of(7, new long[] {0, 0, 0}, 3),
            FrameHash.of(7, new long[] {1, 2}, 2),
            FrameHash.of(7, new long[] {2, 1}, 2),
            FrameHash.of(8, new long[] {1, 2}, 2),
            FrameHash.of(-7, new long[] {1, 2}, 2)
        };
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    void shouldNeverBeZero() {
        // the frame that makes the last round's input the one that mixes to 0
        long before = FrameHash.mix(7 ^ 1L << 32);
        long frame = before ^ inputThatMixesToZero();
        assertThat(FrameHash.mix(before ^ frame)).isZero();
        assertThat(FrameHash.of(7, new long[] {frame}, 1)).isEqualTo(1);
    }

    /** Both multiplications and all shifts keep 0, so the input is what the first addition makes 0. */
    private static long inputThatMixesToZero() {
        return -0x9E3779B97F4A7C15L;
    }

    @Test
    void shouldSpreadDenseIdsOverLowAndHighBits() {
        int[] low = new int[256];
        int[] high = new int[256];
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < HASHES; i++) {
            long hash = FrameHash.of(i & 0xFF, new long[] {2 + (i >> 8), 3}, 2);
            low[(int) hash & 0xFF]++;
            high[(int) (hash >>> 56)]++;
            distinct.add(hash);
        }
        assertThat(distinct).hasSize(HASHES);
        int expected = HASHES / 256;
        for (int[] cells : new int[][] {low, high}) {
            assertThat(Arrays.stream(cells).min().orElseThrow()).isGreaterThan(expected - SPREAD_TOLERANCE);
            assertThat(Arrays.stream(cells).max().orElseThrow()).isLessThan(expected + SPREAD_TOLERANCE);
        }
    }
}
