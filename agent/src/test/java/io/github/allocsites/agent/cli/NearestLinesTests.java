// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestLinesTests {
    private static final int CASES = 2_000;

    @Test
    void shouldPairTheNearestInOrder() {
        assertThat(partners(new int[] {55, 56, 57}, 56, 57, 58)).containsExactly(0, 1, 2);
        assertThat(partners(new int[] {10, 20, 30}, 10, 15, 22, 32)).containsExactly(0, 2, 3);
        assertThat(partners(new int[] {10, 20}, 9, 11, 21)).containsExactly(0, 2);
        assertThat(partners(new int[] {}, 1, 2)).isEmpty();
    }

    /** Held against every choice there is. */
    @Test
    void shouldFindTheLeastSumOfDistances() {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            int[] lines = random.ints(random.nextInt(5), 0, 40).sorted().toArray();
            int[] others = random.ints(lines.length + random.nextInt(5), 0, 40)
                    .sorted()
                    .toArray();
            int[] partners = NearestLines.of(lines, others);
            assertThat(partners).isSorted().doesNotHaveDuplicates();
            if (lines.length < others.length) {
                assertThat(sum(lines, others, partners)).isEqualTo(least(lines, others, 0, 0));
            }
        }
    }

    @Test
    void shouldNotTakeLongForVeryMany() {
        int[] lines = IntStream.range(0, 40_000).toArray();
        int[] others = IntStream.range(0, 50_000).toArray();
        assertThat(NearestLines.of(lines, others)).isEqualTo(lines);
    }

    private static int[] partners(int[] lines, int... others) {
        return NearestLines.of(lines, others);
    }

    private static long sum(int[] lines, int[] others, int[] partners) {
        return IntStream.range(0, lines.length)
                .mapToLong(i -> Math.abs(lines[i] - others[partners[i]]))
                .sum();
    }

    private static long least(int[] lines, int[] others, int line, int other) {
        if (line == lines.length) {
            return 0;
        }
        if (other == others.length) {
            return Integer.MAX_VALUE;
        }
        long here = Math.abs(lines[line] - others[other]) + least(lines, others, line + 1, other + 1);
        return Math.min(here, least(lines, others, line, other + 1));
    }
}
