// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the default interval of 512 KB, through the hook; the numbers of stacks vary by two in a hundred or less. */
final class SamplingTests {
    private static final long INTERVAL = 512L << 10;
    private static final int STACKS = 4096;

    private static final long SECOND = 1_000_000_000;

    private final Thread self = Thread.currentThread();
    private final int[] stacks = new int[1 << 16];
    private final long[] events = new long[1 << 16];
    private final long[] bytes = new long[1 << 16];
    private int place;

    @BeforeEach
    void capture() {
        Recording.capture((probe, stoodForEvents, stoodForBytes) -> {
            stacks[place]++;
            events[place] += stoodForEvents;
            bytes[place] += stoodForBytes;
        });
    }

    @AfterEach
    void captureNoMore() {
        Recording.capture(null);
        for (int second = 0; second < 100; second++) {
            Sampling.drained(SECOND);
        }
    }

    /** Points know no rhythm: events that always come at the same place of a loop are hit like all others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 16, 100, 256, 1000})
    void shouldHitEachPlaceOfALoopAlike(int period) {
        int probe = FreshProbes.fixed(8_192);
        for (int event = 0; event < 64 * 16 * STACKS; event++) {
            place = event % period % 16;
            Hook.fixed(self, probe);
        }
        int places = Math.min(16, period);
        for (int each = 0; each < places; each++) {
            int loops = (period - each + 15) / 16;
            assertThat((double) events[each] * period / loops)
                    .as("place " + each + " of " + period)
                    .isCloseTo(64.0 * 16 * STACKS, withinPercentage(12));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1000, 2048, 100_000, 524_288, 10_000_000})
    void shouldWeighObjectsSoThatTheyAddUpToAll(int size) {
        int probe = FreshProbes.fixed(size);
        long all = Math.max(STACKS, STACKS * INTERVAL / size);
        for (long event = 0; event < all; event++) {
            Hook.fixed(self, probe);
        }
        assertThat(events[0]).isCloseTo(all, withinPercentage(8));
        assertThat(bytes[0]).isCloseTo(all * size, withinPercentage(8));
        double expected = all * -Math.expm1(-(double) size / INTERVAL);
        assertThat((double) stacks[0]).isCloseTo(expected, withinPercentage(8));
    }

    /** Where a probe's arrays are small at one place and large at another neither is preferred. */
    @Test
    void shouldWeighSmallAndLargeArraysOfOneProbeAlike() {
        int probe = FreshProbes.varying();
        int[] lengths = {2_000, 200_000, 900_000};
        int[] times = {64, 4, 1};
        for (int turn = 0; turn < STACKS; turn++) {
            for (place = 0; place < lengths.length; place++) {
                for (int time = 0; time < times[place]; time++) {
                    Hook.array1(self, lengths[place], probe);
                }
            }
        }
        for (int each = 0; each < lengths.length; each++) {
            long made = (long) STACKS * times[each];
            assertThat(events[each]).as("length " + lengths[each]).isCloseTo(made, withinPercentage(15));
            assertThat(bytes[each]).isCloseTo(made * Hook.arrayBytes(lengths[each], 1), withinPercentage(15));
        }
    }

    /** A thread that lives for few events is hit as often as its events deserve. */
    @Test
    void shouldHitShortThreadsAsOftenAsLongOnes() throws InterruptedException {
        int probe = FreshProbes.fixed(16_384);
        int threads = 4_000;
        for (int thread = 0; thread < threads; thread++) {
            FreshProbes.onNewThread(() -> {
                for (int event = 0; event < 32; event++) {
                    Hook.fixed(Thread.currentThread(), probe);
                }
            });
        }
        assertThat(events[0]).isCloseTo(32L * threads, withinPercentage(8));
    }

    @Test
    void shouldCaptureOneStackWhenSeveralPointsAreInOneEvent() {
        int probe = FreshProbes.varying();
        for (int array = 0; array < 1_000; array++) {
            Hook.array1(self, 100 << 20, probe);
        }
        assertThat(stacks[0]).isBetween(1_000, 1_001);
        assertThat(events[0]).isBetween(1_000L, 1_001L);
    }

    /** A thread that is still attaching has no cell, so that nobody could tell the capture's own events apart. */
    @Test
    void shouldCaptureNoStackOfAThreadWithoutACell() {
        int probe = FreshProbes.fixed(8_192);
        Thread attaching = CraftedThreads.withId(0);
        for (long event = 0; event < 10_000; event++) {
            Hook.fixed(attaching, probe);
        }
        assertThat(stacks[0]).isZero();
    }

    @Test
    void shouldStretchTheIntervalUntilNoMoreStacksComeThanMay() {
        double most = Sampling.MOST_BYTES / INTERVAL;
        double first = Sampling.stretched(INTERVAL, 10 * most, 0, INTERVAL);
        assertThat(first).isEqualTo(10.0 * INTERVAL);
        assertThat(Sampling.stretched(first, most, 0, INTERVAL)).isEqualTo(first);
        assertThat(Sampling.stretched(first, most / 5, 0, INTERVAL)).isEqualTo(first / 2);
        assertThat(Sampling.stretched(first, 0, 0, INTERVAL)).isEqualTo(first / 2);
        assertThat(Sampling.stretched(INTERVAL, most / 5, 0, INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void shouldStretchTheIntervalUntilStacksTakeNoMoreTimeThanTheyMay() {
        double most = Sampling.MOST_NANOS_A_SECOND;
        double first = Sampling.stretched(INTERVAL, 1, 10 * most, INTERVAL);
        assertThat(first).isEqualTo(10.0 * INTERVAL);
        assertThat(Sampling.stretched(first, 1, most, INTERVAL)).isEqualTo(first);
        assertThat(Sampling.stretched(first, 1, most / 5, INTERVAL)).isEqualTo(first / 2);
        assertThat(Sampling.stretched(INTERVAL, 1, most / 5, INTERVAL)).isEqualTo(INTERVAL);
    }

    @Test
    void shouldLeaveMoreTimeToStacksWhenTheIntervalAskedForIsShorter() {
        double asked = INTERVAL / 8.0;
        assertThat(Sampling.stretched(asked, 1, 8 * Sampling.MOST_NANOS_A_SECOND, asked))
                .isEqualTo(asked);
        assertThat(Sampling.stretched(asked, 1, 24 * Sampling.MOST_NANOS_A_SECOND, asked))
                .isEqualTo(3 * asked);
        assertThat(Sampling.stretched(8.0 * INTERVAL, 1, 2 * Sampling.MOST_NANOS_A_SECOND, 8.0 * INTERVAL))
                .as("no less where it is longer")
                .isEqualTo(16.0 * INTERVAL);
    }

    /** Each takes an eightieth of what they may take in a second: after the first some 80 come of 512. */
    @Test
    void shouldStillWeighAllEventsWhenStacksAreSlow() {
        Recording.capture((probe, stoodForEvents, stoodForBytes) -> {
            waste(250_000);
            stacks[place]++;
            events[place] += stoodForEvents;
        });
        int probe = FreshProbes.fixed(8_192);
        int all = 64 * STACKS;
        int seconds = 8;
        for (int event = 0; event < all; event++) {
            if (event % (all / seconds) == 0) {
                Sampling.drained(SECOND);
            }
            Hook.fixed(self, probe);
        }
        assertThat(stacks[0]).isBetween(512 + 7 * 60, 512 + 7 * 120);
        assertThat((double) events[0]).isCloseTo(all, withinPercentage(20));
    }

    private static void waste(long atLeastNanos) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < atLeastNanos) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldStillWeighAllEventsWhenTheIntervalIsStretched() {
        int probe = FreshProbes.fixed(8_192);
        assertStretchedAndWeighed(8_192, () -> Hook.fixed(self, probe));
    }

    @Test
    void shouldStillWeighAllArraysWhenTheIntervalIsStretched() {
        int probe = FreshProbes.varying();
        int length = 8_192 - (int) Hook.arrayBytes(0, 1);
        assertStretchedAndWeighed(Hook.arrayBytes(length, 1), () -> Hook.array1(self, length, probe));
    }

    /** Eight gigabytes a second: from the second one on an eighth of the stacks come, each for eight times as much. */
    private void assertStretchedAndWeighed(long bytesEach, Runnable hook) {
        int all = 64 * 16 * STACKS;
        int seconds = 4;
        for (int event = 0; event < all; event++) {
            if (event % (all / seconds) == 0) {
                Sampling.drained(SECOND);
            }
            hook.run();
        }
        double allBytes = (double) all * bytesEach;
        double unstretched = allBytes / INTERVAL;
        assertThat(stacks[0]).isBetween((int) unstretched / 4, (int) unstretched / 2);
        assertThat((double) events[0]).isCloseTo(all, withinPercentage(12));
        assertThat((double) bytes[0]).isCloseTo(allBytes, withinPercentage(12));
    }

    /** As many stacks as may come in a second leave the interval as it is, and none at all let it fall by half. */
    @Test
    void shouldSetTheIntervalByTheTimeTheProcessWasBusy() {
        int probe = FreshProbes.fixed(8_192);
        Sampling.drained(SECOND);
        for (int event = 0; event < 16 * 64 * 1_024; event++) {
            Hook.fixed(self, probe);
        }
        Sampling.drained(SECOND);
        long stretched = Sampling.weight(8_192);
        assertThat(stretched).isGreaterThan(7 * INTERVAL);
        for (int drain = 0; drain < 10; drain++) {
            Sampling.drained(SECOND / 100);
        }
        assertThat(Sampling.weight(8_192)).as("a tenth of a second").isCloseTo(stretched, withinPercentage(1));
        for (int drain = 0; drain < 50; drain++) {
            Sampling.drained(SECOND / 100);
        }
        assertThat(Sampling.weight(8_192)).as("more than half a second").isLessThan(stretched * 2 / 3);
    }
}
