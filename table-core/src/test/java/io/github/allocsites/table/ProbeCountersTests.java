// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ProbeCountersTests {
    private static final int MORE_THAN_COUNTERS = PageLayout.PAGES * PageLayout.COUNTERS_PER_PAGE + 1_000;

    @Test
    void shouldGiveNoProbeOffsetZero() {
        ProbeCounters counters = new ProbeCounters(2);
        assertThat(counters.word(0)).isZero();
        counters.assign(0, false, false);
        counters.assign(1, true, false);
        assertThat(counters.word(0)).isPositive();
        assertThat(counters.word(1)).isPositive();
    }

    @Test
    void shouldGiveCountersThatNeitherOverlapNorStraddleAPageUntilNoneIsLeft() {
        ProbeCounters counters = new ProbeCounters(MORE_THAN_COUNTERS);
        SplittableRandom random = new SplittableRandom(1);
        BitSet taken = new BitSet();
        boolean pairsGone = false;
        for (int probe = 0; probe < MORE_THAN_COUNTERS; probe++) {
            boolean varying = random.nextInt(3) == 0;
            counters.assign(probe, varying, false);
            int offset = counters.word(probe);
            pairsGone |= varying && offset == 0;
            if (offset == 0) {
                assertThat(varying || pairsGone)
                        .as("a single is refused only after pairs")
                        .isTrue();
            } else {
                take(taken, offset, varying);
            }
        }
        assertThat(pairsGone).isTrue();
        assertThat(taken.length()).isLessThanOrEqualTo(PageLayout.OFFSET_LIMIT / PageLayout.COUNTER_BYTES);
    }

    @Test
    void shouldGiveEveryCounterOfAnArenaButTheFirstTwo() {
        ProbeCounters counters = new ProbeCounters(MORE_THAN_COUNTERS);
        BitSet taken = new BitSet();
        for (int probe = 0; probe < MORE_THAN_COUNTERS; probe++) {
            counters.assign(probe, false, false);
            if (counters.word(probe) != 0) {
                take(taken, counters.word(probe), false);
            }
        }
        assertThat(taken.cardinality()).isEqualTo(PageLayout.PAGES * PageLayout.COUNTERS_PER_PAGE - 2);
        assertThat(counters.pages()).isGreaterThanOrEqualTo(PageLayout.PAGES);
        assertThat(counters.counters()).isEqualTo(PageLayout.PAGES * PageLayout.COUNTERS_PER_PAGE);
    }

    private static void take(BitSet taken, int offset, boolean varying) {
        int last = offset + (varying ? PageLayout.BYTES_COUNTER : 0);
        assertThat(offset).isPositive();
        assertThat(offset % PageLayout.COUNTER_BYTES).isZero();
        assertThat(last / PageLayout.PAGE_BYTES).isEqualTo(offset / PageLayout.PAGE_BYTES);
        assertThat(last).isLessThan(PageLayout.OFFSET_LIMIT);
        for (int counter = offset; counter <= last; counter += PageLayout.COUNTER_BYTES) {
            assertThat(taken.get(counter / PageLayout.COUNTER_BYTES)).isFalse();
            taken.set(counter / PageLayout.COUNTER_BYTES);
        }
    }

    @Test
    void shouldCoverEveryCounterItGave() {
        ProbeCounters counters = new ProbeCounters(3_000);
        SplittableRandom random = new SplittableRandom(2);
        for (int probe = 0; probe < 3_000; probe++) {
            boolean varying = random.nextBoolean();
            counters.assign(probe, varying, false);
            int last = counters.word(probe) + (varying ? PageLayout.BYTES_COUNTER : 0);
            assertThat(last / PageLayout.COUNTER_BYTES).isLessThan(counters.counters());
            assertThat(last / PageLayout.PAGE_BYTES).isLessThan(counters.pages());
        }
    }

    @Test
    void shouldKeepTheCountersOfAProbe() {
        ProbeCounters counters = new ProbeCounters(1);
        counters.assign(0, false, false);
        int offset = counters.word(0);
        counters.assign(0, true, true);
        assertThat(counters.word(0)).isEqualTo(offset);
    }

    @Test
    void shouldGiveEachProbeOneOffsetWhenAssignmentsRace() throws InterruptedException {
        int probes = 5_000;
        ProbeCounters counters = new ProbeCounters(probes);
        int[][] seen = new int[4][probes];
        Together.run(4, thread -> {
            for (int i = 0; i < probes; i++) {
                int probe = thread % 2 == 0 ? i : probes - 1 - i;
                counters.assign(probe, probe % 2 == 0, false);
                seen[thread][probe] = counters.word(probe);
            }
        });
        BitSet taken = new BitSet();
        for (int probe = 0; probe < probes; probe++) {
            take(taken, counters.word(probe), probe % 2 == 0);
            for (int[] words : seen) {
                assertThat(words[probe]).isEqualTo(counters.word(probe));
            }
        }
    }

    @Test
    void shouldHaveOneWinnerWhenDisarmsRace() throws InterruptedException {
        int probes = 2_000;
        ProbeCounters counters = new ProbeCounters(probes);
        AtomicInteger[] winners = new AtomicInteger[probes];
        for (int probe = 0; probe < probes; probe++) {
            counters.assign(probe, true, false);
            counters.arm(probe);
            assertThat(counters.word(probe)).isNegative();
            winners[probe] = new AtomicInteger();
        }
        Together.run(4, thread -> {
            for (int probe = 0; probe < probes; probe++) {
                if (counters.disarm(probe, Math.abs(counters.word(probe)))) {
                    winners[probe].incrementAndGet();
                }
            }
        });
        for (int probe = 0; probe < probes; probe++) {
            assertThat(winners[probe]).hasValue(1);
            assertThat(counters.word(probe)).isPositive();
        }
    }

    @Test
    void shouldArmAtAssignmentWhenAsked() {
        ProbeCounters counters = new ProbeCounters(1);
        counters.assign(0, false, true);
        int word = counters.word(0);
        assertThat(word).isNegative();
        counters.arm(0);
        assertThat(counters.word(0)).isEqualTo(word);
        assertThat(counters.disarm(0, -word)).isTrue();
        assertThat(counters.disarm(0, -word)).isFalse();
        assertThat(counters.word(0)).isEqualTo(-word);
        counters.arm(0);
        assertThat(counters.word(0)).isEqualTo(word);
    }

    @Test
    void shouldNotArmAProbeWithoutCounters() {
        ProbeCounters counters = new ProbeCounters(1);
        counters.arm(0);
        assertThat(counters.word(0)).isZero();
    }
}
