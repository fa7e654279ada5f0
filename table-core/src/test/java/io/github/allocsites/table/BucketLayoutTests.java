// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BucketLayoutTests {

    @Test
    void shouldTake96BytesAtDepth8() {
        assertThat(BucketLayout.bytes(8)).isEqualTo(96);
    }

    @Test
    void shouldHold32BytesAnd8PerFrameInMultiplesOf16() {
        for (int depth = 1; depth <= 64; depth++) {
            assertThat(BucketLayout.bytes(depth))
                    .isBetween(32 + 8 * depth, 32 + 8 * depth + 8)
                    .satisfies(bytes -> assertThat(bytes % 16).isZero());
        }
    }

    @Test
    void shouldKeepItsWordsAlignedAndApart() {
        assertThat(new int[] {
                    BucketLayout.HASH,
                    BucketLayout.COUNT,
                    BucketLayout.BYTES,
                    BucketLayout.FRAME_COUNT,
                    BucketLayout.PROBE,
                    BucketLayout.FRAMES
                })
                .containsExactly(0, 8, 16, 24, 28, 32);
    }
}
