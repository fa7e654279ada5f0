// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProbeCountersTests {
    private static final int MORE_THAN_COUNTERS = PageLayout.PAGES * PageLayout.COUNTERS_PER_PAGE + 1_000;

    /** The hook reads page 0 of an arena at every probe that is not counting: it must stay empty. */
    @Test
    void shouldGiveNoCounterOfTheFirstPage() {
        ProbeCounters counters = ExtendedCounters.of(2);
        assertThat(counters.offset(0)).isZero();
        counters.assign(0, false);
        counters.assign(1, true);
        assertThat(counters.offset(0)).isGreaterThanOrEqualTo(PageLayout.PAGE_BYTES);
        assertThat(counters.offset(1)).isGreaterThanOrEqualTo(PageLayout.PAGE_BYTES);
    }

    @Test
    void shouldGiveCountersThatNeitherOverlapNorStraddleAPageUntilNoneIsLeft() {
        ProbeCounters counters = ExtendedCounters.of(MORE_THAN_COUNTERS);
        SplittableRandom random = new SplittableRandom(1);
        BitSet taken = new BitSet();
        int refused = 0;
        for (int probe = 0; probe < MORE_THAN_COUNTERS; probe++) {
            boolean varying = random.nextInt(3) == 0;
            counters.assign(probe, varying);
            if (counters.offset(probe) == 0) {
                refused++;
            } else {
                take(taken, counters.offset(probe), varying);
            }
        }
        assertThat(refused).isPositive();
        assertThat(taken.length()).isEqualTo(PageLayout.OFFSET_LIMIT / PageLayout.COUNTER_BYTES);
    }

    @Test
    void shouldGiveEveryCounterOfAnArenaButThoseOfItsFirstPage() {
        ProbeCounters counters = ExtendedCounters.of(MORE_THAN_COUNTERS);
        BitSet taken = new BitSet();
        for (int probe = 0; probe < MORE_THAN_COUNTERS; probe++) {
            counters.assign(probe, false);
            if (counters.offset(probe) != 0) {
                take(taken, counters.offset(probe), false);
            }
        }
        assertThat(taken.cardinality()).isEqualTo((PageLayout.PAGES - 1) * PageLayout.COUNTERS_PER_PAGE);
        assertThat(counters.pages()).isGreaterThanOrEqualTo(PageLayout.PAGES);
        assertThat(counters.counters()).isEqualTo(PageLayout.PAGES * PageLayout.COUNTERS_PER_PAGE);
    }

    private static void take(BitSet taken, int offset, boolean varying) {
        int last = offset + (varying ? PageLayout.EVENTS_COUNTER : 0);
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
        ProbeCounters counters = ExtendedCounters.of(3_000);
        SplittableRandom random = new SplittableRandom(2);
        for (int probe = 0; probe < 3_000; probe++) {
            boolean varying = random.nextBoolean();
            counters.assign(probe, varying);
            int last = counters.offset(probe) + (varying ? PageLayout.EVENTS_COUNTER : 0);
            assertThat(last / PageLayout.COUNTER_BYTES).isLessThan(counters.counters());
            assertThat(last / PageLayout.PAGE_BYTES).isLessThan(counters.pages());
        }
    }

    @Test
    void shouldKeepTheCountersOfAProbe() {
        ProbeCounters counters = ExtendedCounters.of(1);
        counters.assign(0, false);
        int offset = counters.offset(0);
        counters.assign(0, true);
        assertThat(counters.offset(0)).isEqualTo(offset);
    }

    @Test
    void shouldGiveEachProbeOneOffsetWhenAssignmentsRace() throws InterruptedException {
        int probes = 5_000;
        ProbeCounters counters = ExtendedCounters.of(probes);
        int[][] seen = new int[4][probes];
        Together.run(4, thread -> {
            for (int i = 0; i < probes; i++) {
                int probe = thread % 2 == 0 ? i : probes - 1 - i;
                counters.assign(probe, probe % 2 == 0);
                seen[thread][probe] = counters.offset(probe);
            }
        });
        BitSet taken = new BitSet();
        for (int probe = 0; probe < probes; probe++) {
            take(taken, counters.offset(probe), probe % 2 == 0);
            for (int[] words : seen) {
                assertThat(words[probe]).isEqualTo(counters.offset(probe));
            }
        }
    }

    @Test
    void shouldHaveOneWinnerWhenDisarmsRace() throws InterruptedException {
        int probes = 2_000;
        ProbeCounters counters = ExtendedCounters.of(probes);
        AtomicInteger[] winners = new AtomicInteger[probes];
        for (int probe = 0; probe < probes; probe++) {
            counters.assign(probe, true);
            winners[probe] = new AtomicInteger();
        }
        Together.run(4, thread -> {
            for (int probe = 0; probe < probes; probe++) {
                if (counters.disarm(probe, false)) {
                    winners[probe].incrementAndGet();
                }
            }
        });
        for (int probe = 0; probe < probes; probe++) {
            assertThat(winners[probe]).hasValue(1);
            assertThat(counters.isCounting(probe)).isTrue();
        }
    }

    /** Compiled code takes it for a constant. */
    @Test
    void shouldShowTheHookAnOffsetAsSoonAsItIsSettledAndEverAfter() {
        ProbeCounters counters = ExtendedCounters.of(3);
        counters.assign(1, false);
        int offset = counters.offset(1);
        assertThat(counters.isCounting(1)).isFalse();
        assertThat(counters.settled()[1]).isZero();
        for (int turn = 0; turn < 2; turn++) {
            assertThat(counters.disarm(1, false)).isTrue();
            assertThat(counters.disarm(1, false)).isFalse();
            assertThat(counters.isCounting(1)).isTrue();
            assertThat(counters.settled()[1]).isEqualTo(offset);
            counters.arm(1);
            counters.arm(1);
            assertThat(counters.isCounting(1)).isFalse();
            assertThat(counters.settled()[1]).isEqualTo(offset);
            assertThat(counters.offset(1)).isEqualTo(offset);
        }
        assertThat(counters.settled()[0]).isZero();
        assertThat(counters.settled()[2]).isZero();
    }

    @Test
    void shouldShowTheHookNothingWhileTheSizeIsInDoubt() {
        ProbeCounters counters = ExtendedCounters.of(1);
        counters.size(0, 24);
        counters.assign(0, false);
        counters.disarm(0, false);
        assertThat(counters.settled()[0]).isPositive();
        counters.doubt(0);
        counters.arm(0);
        assertThat(counters.settled()[0]).isZero();
        assertThat(counters.disarm(0, false)).isTrue();
        assertThat(counters.settled()[0]).isZero();
        counters.size(0, 40);
        assertThat(counters.isCounting(0)).isFalse();
        assertThat(counters.disarm(0, false)).isTrue();
        assertThat(counters.settled()[0]).isPositive().isEqualTo(counters.offset(0));
    }

    @Test
    void shouldArmOwedProbesOnceAndHardlyMoreThanAsked() {
        Arenas arenas = new ArenasFixture(64, 64, 1).arenas;
        ProbeCounters counters = ExtendedCounters.of(1_000);
        for (int probe = 0; probe < 1_000; probe++) {
            counters.assign(probe, false);
            counters.disarm(probe, false);
            if (probe % 2 == 0) {
                counters.owe(probe);
            }
        }
        counters.armOwed(100, arenas);
        long first = IntStream.range(0, 1_000)
                .filter(probe -> !counters.isCounting(probe))
                .count();
        assertThat(first).isBetween(100L, 100L + Long.SIZE);
        IntStream.range(0, 1_000).forEach(probe -> counters.disarm(probe, false));
        counters.armOwed(1_000, arenas);
        long second = IntStream.range(0, 1_000)
                .filter(probe -> !counters.isCounting(probe))
                .count();
        assertThat(first + second).isEqualTo(500);
        IntStream.range(0, 1_000).forEach(probe -> counters.disarm(probe, false));
        counters.armOwed(1_000, arenas);
        assertThat(IntStream.range(0, 1_000)).allMatch(counters::isCounting);
    }

    @Test
    void shouldNotArmAProbeWithoutCounters() {
        ProbeCounters counters = ExtendedCounters.of(1);
        counters.arm(0);
        assertThat(counters.isCounting(0)).isFalse();
        assertThat(counters.disarm(0, false)).isFalse();
        assertThat(counters.settled()[0]).isZero();
    }

    @Test
    void shouldKnowTheSizeFoundBeforeAndAfterItHasCounters() {
        ProbeCounters counters = ExtendedCounters.of(2);
        counters.size(1, 24);
        assertThat(ProbeCounters.sizeBytes(counters.state(1))).isEqualTo(24);
        assertThat(counters.offset(1)).isZero();
        counters.assign(1, false);
        assertThat(ProbeCounters.sizeBytes(counters.state(1))).isEqualTo(24);
        assertThat(counters.offset(1)).isNotZero();
        assertThat(counters.state(0)).isZero();
    }

    @Test
    void shouldKeepItsCountersWhenADoubtIsRemoved() {
        ProbeCounters counters = ExtendedCounters.of(2);
        counters.doubt(1);
        assertThat(counters.isSized(1)).isFalse();
        counters.size(1, 24);
        counters.assign(1, false);
        long state = counters.state(1);
        counters.doubt(1);
        assertThat(counters.isSized(1)).isFalse();
        assertThat(ProbeCounters.sizeBytes(counters.state(1))).isEqualTo(24);
        assertThat(counters.offset(1)).isEqualTo(ProbeCounters.offset(state));
        counters.size(1, 24);
        assertThat(counters.isSized(1)).isTrue();
        assertThat(counters.state(1)).isEqualTo(state);
        assertThat(counters.former()).isNull();
    }

    @Test
    void shouldKeepWhatWasCountedWhenTheSizeChanges() {
        ProbeCounters counters = ExtendedCounters.of(2);
        counters.size(1, 24);
        counters.assign(1, false);
        int before = counters.offset(1);
        counters.doubt(1);

        counters.size(1, 40);

        assertThat(counters.offset(1)).isNotZero().isNotEqualTo(before);
        assertThat(ProbeCounters.sizeBytes(counters.state(1))).isEqualTo(40);
        assertThat(counters.former()).isEqualTo(new ProbeCounters.Former(1, before, 24, null));
        assertThat(counters.isCounting(1)).isFalse();
    }
}
