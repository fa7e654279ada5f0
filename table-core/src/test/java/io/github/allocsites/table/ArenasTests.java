// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArenasTests {
    private static final int CELLS = 2_048;
    private static final int PAGES = 1_024;

    private final ArenasFixture fixture = new ArenasFixture(PAGES, CELLS, 8);
    private final Arenas arenas = fixture.arenas;

    @Test
    void shouldGiveEachThreadItsOwnArena() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> {});
            long arena = arenas.of(thread);
            assertThat(seen.add(arena)).isTrue();
            assertThat(arenas.of(thread)).isEqualTo(arena);
            assertThat(arena).isNotEqualTo(fixture.sharedView()).isNotEqualTo(arenas.discard());
        }
        assertThat(arenas.live()).isEqualTo(100);
    }

    @Test
    void shouldKeepTheCountsOfThreadsApart() {
        Thread one = new Thread(() -> {});
        Thread two = new Thread(() -> {});
        fixture.count(one, 3, 1, 100);
        fixture.count(two, 3, 10, 1_000);
        fixture.count(two, 5, 100, 10_000);
        assertThat(fixture.totalsOf(one)).containsExactly(row(3, 1, 100));
        assertThat(fixture.totalsOf(two)[6]).isEqualTo(10);
        assertThat(fixture.totalsOf(two)[10]).isEqualTo(100);
        assertThat(fixture.totals()[6]).isEqualTo(11);
        assertThat(fixture.totals()[7]).isEqualTo(1_100);
    }

    private static long[] row(int probe, long events, long bytes) {
        long[] rows = new long[16];
        rows[2 * probe] = events;
        rows[2 * probe + 1] = bytes;
        return rows;
    }

    @Test
    void shouldGiveThreadsWithOneHomeCellArenasOfTheirOwn() {
        List<Thread> threads = colliding(IndexLayout.WINDOW_CELLS);
        countOnEach(threads);
        assertThat(arenas.live()).isEqualTo(IndexLayout.WINDOW_CELLS);
        assertCountedOnEach(threads, IndexLayout.WINDOW_CELLS);
    }

    @Test
    void shouldCountThreadsBeyondTheWindowInTheSharedArena() {
        int beyond = 20;
        List<Thread> threads = colliding(IndexLayout.WINDOW_CELLS + beyond);
        countOnEach(threads);
        assertThat(arenas.live()).isEqualTo(IndexLayout.WINDOW_CELLS);
        for (Thread thread : threads.subList(IndexLayout.WINDOW_CELLS, threads.size())) {
            assertThat(arenas.of(thread)).isEqualTo(fixture.sharedView());
        }
        assertCountedOnEach(threads, IndexLayout.WINDOW_CELLS);
    }

    private List<Thread> colliding(int count) {
        return ArenasFixture.threads(CraftedThreads.idsWithOneHome(arenas, count));
    }

    /** Thread number n counts n + 1 events of 16 bytes at probe 2, one by one and in turns. */
    private void countOnEach(List<Thread> threads) {
        for (int turn = 0; turn < threads.size(); turn++) {
            for (int thread = turn; thread < threads.size(); thread++) {
                fixture.count(threads.get(thread), 2, 1, 16);
            }
        }
    }

    private void assertCountedOnEach(List<Thread> threads, int withArena) {
        long all = 0;
        for (int thread = 0; thread < threads.size(); thread++) {
            long[] own = fixture.totalsOf(threads.get(thread));
            if (thread < withArena) {
                assertThat(own).containsExactly(row(2, thread + 1, 16 * (thread + 1)));
            } else {
                assertThat(own).isNull();
            }
            all += thread + 1;
        }
        assertThat(fixture.totals()).containsExactly(row(2, all, 16 * all));
    }

    @Test
    void shouldCountExactlyWhenCollidingThreadsRun() throws InterruptedException {
        List<Long> ids = CraftedThreads.idsWithOneHome(arenas, IndexLayout.WINDOW_CELLS + 6);
        List<Thread> threads = new ArrayList<>();
        for (long id : ids) {
            threads.add(CraftedThreads.withId(id, () -> {
                for (int event = 0; event < 20_000; event++) {
                    fixture.count(Thread.currentThread(), event % 8, 1, 24);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long each = 20_000L / 8 * ids.size();
        for (int probe = 0; probe < 8; probe++) {
            assertThat(fixture.totals()[2 * probe]).isEqualTo(each);
            assertThat(fixture.totals()[2 * probe + 1]).isEqualTo(24 * each);
        }
    }

    /** Thread ids equal modulo a power of two are common: pools that are made at one and the same time. */
    @ParameterizedTest
    @ValueSource(ints = {64, 1_024, 2_048, 4_096, 65_536})
    void shouldFindThreadsAtOnceWhenTheirIdsAreEqualModuloAPowerOfTwo(int stride) {
        Set<Long> homes = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            Thread thread = CraftedThreads.withId(12 + (long) i * stride);
            arenas.of(thread);
            long home = CraftedThreads.home(arenas, 12 + (long) i * stride);
            assertThat(OffHeap.getLong(arenas.index() + home * IndexLayout.CELL_BYTES))
                    .isEqualTo(Arenas.threadId(thread));
            homes.add(home);
        }
        assertThat(homes).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -2, Long.MIN_VALUE})
    void shouldCountAThreadThatHasNoIdYetInTheSharedArena(long id) {
        Thread attaching = CraftedThreads.withId(id);
        fixture.count(attaching, 1, 3, 48);
        assertThat(arenas.live()).isZero();
        assertThat(arenas.swap(attaching, arenas.discard())).isZero();
        fixture.count(attaching, 1, 1, 16);
        assertThat(fixture.totalsOf(attaching)).isNull();
        assertThat(fixture.totals()).containsExactly(row(1, 4, 64));
    }

    @Test
    void shouldCountForNobodyWhileTheDiscardArenaIsIn() {
        Thread thread = new Thread(() -> {});
        fixture.count(thread, 4, 1, 16);
        long own = arenas.swap(thread, arenas.discard());
        for (int probe = 0; probe < 8; probe++) {
            fixture.count(thread, probe, 1_000, 16_000);
        }
        assertThat(fixture.totals()).containsExactly(row(4, 1, 16));
        assertThat(fixture.totalsOf(thread)).containsExactly(row(4, 1, 16));
        assertThat(arenas.swap(thread, own)).isEqualTo(arenas.discard());
        fixture.count(thread, 4, 1, 16);
        assertThat(fixture.totals()).containsExactly(row(4, 2, 32));
    }

    /** So many probes that the memory is too little for one arena, whatever the number of threads. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 40, 200})
    void shouldStayExactWhenTheMemoryIsUsedUp(int pages) {
        int probes = 2_000;
        ArenasFixture scarce = new ArenasFixture(pages, CELLS, probes);
        SplittableRandom random = new SplittableRandom(pages);
        List<Thread> threads = new ArrayList<>();
        long[] model = new long[2 * probes];
        for (int event = 0; event < 50_000; event++) {
            if (event % 500 == 0) {
                threads.add(new Thread(() -> {}));
            }
            int probe = random.nextInt(probes);
            long bytes = random.nextInt(1_000);
            scarce.count(threads.get(random.nextInt(threads.size())), probe, 1, bytes);
            model[2 * probe]++;
            model[2 * probe + 1] += bytes;
        }
        assertThat(scarce.totals()).containsExactly(model);
        assertThat(scarce.slab.pagesInUse()).isLessThanOrEqualTo(pages);
        assertThat(scarce.arenas.of(threads.get(99))).isEqualTo(scarce.sharedView());
    }
}
