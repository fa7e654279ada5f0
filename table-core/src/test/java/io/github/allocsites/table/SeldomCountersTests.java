// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeldomCountersTests {
    private static final int PROBES = 3 * PageLayout.COUNTERS_PER_PAGE + 1;

    private final ProbeCounters counters = ExtendedCounters.of(PROBES);

    private Slab slab(int sparePages) {
        int kept = counters.pages() + Arenas.MARGIN_PAGES;
        return new Slab((long) (kept + sparePages) * PageLayout.PAGE_BYTES);
    }

    @Test
    void shouldKeepEveryProbeApartFromItsNeighbours() {
        SeldomCounters seldom = new SeldomCounters(slab(8), counters);
        for (int probe = 0; probe < PROBES; probe++) {
            assertThat(seldom.isFor(probe)).isTrue();
            assertThat(seldom.add(probe, probe + 1, 24L * probe)).isTrue();
        }
        for (int probe = 0; probe < PROBES; probe++) {
            assertThat(seldom.events(probe)).isEqualTo(probe + 1);
            assertThat(seldom.bytes(probe)).isEqualTo(24L * probe);
        }
        assertThat(seldom.pages()).isEqualTo(4);
    }

    @Test
    void shouldBeForAProbeUntilItFiredOftenEnough() {
        SeldomCounters seldom = new SeldomCounters(slab(8), counters);
        seldom.add(7, SeldomCounters.MOST_EVENTS - 1, 100);
        assertThat(seldom.isFor(7)).isTrue();
        seldom.add(7, 1, 100);
        assertThat(seldom.isFor(7)).isFalse();
        assertThat(seldom.isFor(8)).isTrue();
        assertThat(seldom.bytes(7)).isEqualTo(200);
    }

    @Test
    void shouldLeaveThePagesOfTheSharedArenaAlone() {
        Slab slab = slab(2);
        SeldomCounters seldom = new SeldomCounters(slab, counters);
        assertThat(seldom.isFor(0)).isTrue();
        assertThat(seldom.isFor(PageLayout.COUNTERS_PER_PAGE)).isTrue();
        assertThat(seldom.isFor(2 * PageLayout.COUNTERS_PER_PAGE)).isFalse();
        assertThat(seldom.add(2 * PageLayout.COUNTERS_PER_PAGE, 1, 1)).isFalse();
        assertThat(seldom.events(2 * PageLayout.COUNTERS_PER_PAGE)).isZero();
        assertThat(slab.pages() - slab.pagesInUse()).isEqualTo(counters.pages() + Arenas.MARGIN_PAGES);
    }

    @Test
    void shouldReserveNoMoreThanHalfOfThePages() {
        Slab slab = slab(8);
        SeldomCounters seldom = new SeldomCounters(slab, new ProbeCounters(64 * PageLayout.COUNTERS_PER_PAGE));
        int reserved = 0;
        while (seldom.reserve(reserved * PageLayout.COUNTERS_PER_PAGE)) {
            reserved++;
        }
        assertThat(reserved).isEqualTo(slab.pages() / 2);
        assertThat(seldom.reserve(0)).isTrue();
    }

    @Test
    void shouldBeForNobodyOnceClosedAndKeepWhatItCounted() {
        SeldomCounters seldom = new SeldomCounters(slab(8), counters);
        seldom.add(0, 2, 48);
        seldom.close();
        assertThat(seldom.isFor(0)).isFalse();
        assertThat(seldom.isFor(1)).isFalse();
        assertThat(seldom.events(0)).isEqualTo(2);
        assertThat(seldom.bytes(0)).isEqualTo(48);
    }

    @Test
    void shouldLoseNothingWhenThreadsRaceForAPage() throws InterruptedException {
        int threads = 4;
        int rounds = 2_000;
        SeldomCounters seldom = new SeldomCounters(slab(threads + 4), counters);
        Together.run(threads, thread -> {
            for (int round = 0; round < rounds; round++) {
                seldom.add(round % PROBES, 1, 16);
            }
        });
        long events = 0;
        long bytes = 0;
        for (int probe = 0; probe < PROBES; probe++) {
            events += seldom.events(probe);
            bytes += seldom.bytes(probe);
        }
        assertThat(events).isEqualTo((long) threads * rounds);
        assertThat(bytes).isEqualTo(16L * threads * rounds);
    }
}
