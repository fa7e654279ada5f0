// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class SharesTests {

    @Test
    void shouldDivideByWeight() {
        assertThat(Shares.of(100, new long[] {1, 3})).containsExactly(25, 75);
        assertThat(Shares.of(10, new long[] {0, 5, 0})).containsExactly(0, 10, 0);
        assertThat(Shares.of(7, new long[] {4})).containsExactly(7);
    }

    @Test
    void shouldGiveWhatIsLeftToTheHeaviest() {
        assertThat(Shares.of(10, new long[] {1, 1, 1})).containsExactly(4, 3, 3);
        assertThat(Shares.of(1, new long[] {1, 2, 1})).containsExactly(0, 1, 0);
    }

    @Test
    void shouldLoseNothingWhereNothingIsKnown() {
        assertThat(Shares.of(10, new long[] {0, 0})).containsExactly(10, 0);
    }

    @Test
    void shouldAddUpToTheWhole() {
        Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            long[] weights = random.longs(1 + random.nextInt(8), 0, 1L << random.nextInt(60))
                    .toArray();
            long whole = random.nextLong(1L << random.nextInt(1, 62));
            long[] parts = Shares.of(whole, weights);
            assertThat(LongStream.of(parts).sum()).isEqualTo(whole);
            assertThat(LongStream.of(parts)).allMatch(part -> part >= 0);
        }
    }
}
