// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the default interval of 512 KB: one event in 256 is looked at, and every array of 2 KB. */
final class SamplingTests {
    private static final int EVENTS = 1 << 22;
    private static final int ONE_IN = 256;

    /** So many random ones vary by less than two in a hundred, one time in three. */
    private static final int STACKS = 4096;

    private static final long INTERVAL = 512L << 10;

    /** The sequence knows no rhythm: events that always come at the same place of a loop are hit like all others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 16, 60, 64, 100, 256, 1000, 1024})
    void shouldHitEachPlaceOfALoopAlike(int period) {
        for (int place = 0; place < period; place += Math.max(1, period / 7)) {
            int hits = 0;
            int events = 0;
            for (int count = place; count < EVENTS; count += period) {
                events++;
                hits += Sampling.isDrawn(count, 12345, 77) ? 1 : 0;
            }
            assertThat((double) hits * ONE_IN).isCloseTo(events, withinPercentage(period > 100 ? 20 : 4));
        }
    }

    /** A thread that lives for few events is hit as often as its events deserve. */
    @Test
    void shouldHitTheFirstEventsOfThreadsAndProbesAlike() {
        for (int count = 1; count <= 8; count++) {
            int hits = 0;
            for (long thread = 1; thread <= 1024; thread++) {
                for (int probe = 0; probe < 256; probe++) {
                    hits += Sampling.isDrawn(count, thread * IndexLayout.SPREAD, probe) ? 1 : 0;
                }
            }
            assertThat(hits * ONE_IN).isCloseTo(1024 * 256, withinPercentage(10));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 40, 48, 104, 512, 1000, 2032})
    void shouldWeighEventsSoThatTheyAddUpToAll(int bytes) {
        int all = STACKS * (int) (INTERVAL / bytes);
        long stoodFor = 0;
        long stacks = 0;
        for (int count = 1; count <= all; count++) {
            if (Sampling.isDrawn(count, 99, 5)) {
                long events = Sampling.events(bytes);
                stoodFor += events;
                stacks += events > 0 ? 1 : 0;
            }
        }
        assertThat(stoodFor).isCloseTo(all, withinPercentage(12));
        assertThat(stacks).isCloseTo((long) all * bytes / INTERVAL, withinPercentage(12));
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 4096, 100_000, 524_288, 10_000_000})
    void shouldWeighLargeArraysSoThatTheyAddUpToAll(int bytes) {
        int arrays = STACKS << 9;
        long stoodFor = 0;
        for (int array = 0; array < arrays; array++) {
            stoodFor += Sampling.largeEvents(bytes);
        }
        assertThat(stoodFor).isCloseTo(arrays, withinPercentage(10));
    }

    @Test
    void shouldCaptureEveryArrayOfAnInterval() {
        for (int array = 0; array < 1_000; array++) {
            assertThat(Sampling.largeEvents(INTERVAL)).isEqualTo(1);
        }
    }
}
