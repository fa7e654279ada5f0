// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

/** What becomes of the arenas of threads that end. */
final class ArenasRetirementTests {
    private static final int PROBES = 600; // more than a page of counters

    @Test
    void shouldAddTheCountsOfAThreadThatEnded() throws InterruptedException {
        ArenasFixture fixture = new ArenasFixture(64, 64, PROBES);
        run(() -> fixture.count(Thread.currentThread(), 599, 5, 80));
        assertThat(fixture.arenas.live()).isEqualTo(1);
        long[] before = fixture.totals();
        assertThat(before[2 * 599]).isEqualTo(5);
        fixture.arenas.retireDead();
        assertThat(fixture.arenas.live()).isZero();
        assertThat(fixture.totals()).containsExactly(before);
        fixture.arenas.retireDead();
        assertThat(fixture.totals()).containsExactly(before);
    }

    @Test
    void shouldAddTheCountsOfAThreadThatEndedDuringItsOwnWork() throws InterruptedException {
        ArenasFixture fixture = new ArenasFixture(64, 64, PROBES);
        run(() -> {
            fixture.count(Thread.currentThread(), 1, 5, 80);
            fixture.arenas.swap(Thread.currentThread(), fixture.arenas.discard());
            fixture.count(Thread.currentThread(), 1, 7, 70);
        });
        fixture.arenas.retireDead();
        assertThat(fixture.totals()[2]).isEqualTo(5);
        assertThat(fixture.totals()[3]).isEqualTo(80);
    }

    @Test
    void shouldNotTouchTheArenaOfALiveThread() throws InterruptedException {
        ArenasFixture fixture = new ArenasFixture(64, 64, PROBES);
        CountDownLatch counted = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread live = new Thread(() -> {
            fixture.count(Thread.currentThread(), 1, 5, 80);
            counted.countDown();
            awaitQuietly(end);
            fixture.count(Thread.currentThread(), 1, 1, 16);
        });
        live.start();
        counted.await();
        long arena = fixture.arenas.of(live);
        fixture.arenas.retireDead();
        assertThat(fixture.arenas.of(live)).isEqualTo(arena);
        assertThat(fixture.arenas.live()).isEqualTo(1);
        end.countDown();
        live.join();
        fixture.arenas.retireDead();
        assertThat(fixture.totals()[2]).isEqualTo(6);
        assertThat(fixture.arenas.live()).isZero();
    }

    /** In an index that has far fewer cells than there are threads: cells and pages come back. */
    @Test
    void shouldLoseNothingAndGiveItsMemoryBackOverManyShortThreads() throws InterruptedException {
        int threads = 5_000;
        ArenasFixture fixture = new ArenasFixture(256, 64, PROBES);
        countAll(fixture);
        fixture.arenas.retireDead();
        int pagesBefore = fixture.slab.pagesInUse();
        int mostArenas = 0;
        for (int started = 1; started <= threads; started++) {
            countAll(fixture);
            mostArenas = Math.max(mostArenas, fixture.arenas.live());
            if (started % 20 == 0) {
                fixture.arenas.retireDead();
            }
        }
        fixture.arenas.retireDead();
        assertThat(mostArenas).isEqualTo(20);
        assertThat(fixture.arenas.live()).isZero();
        assertThat(fixture.slab.pagesInUse()).isEqualTo(pagesBefore);
        for (int probe = 0; probe < PROBES; probe++) {
            assertThat(fixture.totals()[2 * probe]).isEqualTo(threads + 1);
            assertThat(fixture.totals()[2 * probe + 1]).isEqualTo(16L * probe * (threads + 1));
        }
    }

    private static void countAll(ArenasFixture fixture) throws InterruptedException {
        run(() -> {
            for (int probe = 0; probe < PROBES; probe++) {
                fixture.count(Thread.currentThread(), probe, 1, 16L * probe);
            }
        });
    }

    @Test
    void shouldGiveThreadsArenasAgainWhenMemoryCameBack() throws InterruptedException {
        ArenasFixture fixture = new ArenasFixture(16, 64, 8);
        int threads = 0;
        boolean usedUp = false;
        while (!usedUp) {
            usedUp = countOnNewThread(fixture) == fixture.sharedView();
            threads++;
        }
        assertThat(threads).isGreaterThan(1);
        fixture.arenas.retireDead();
        assertThat(countOnNewThread(fixture)).isNotEqualTo(fixture.sharedView());
        assertThat(fixture.totals()[2]).isEqualTo(threads + 1);
    }

    private static long countOnNewThread(ArenasFixture fixture) throws InterruptedException {
        AtomicLong arena = new AtomicLong();
        run(() -> {
            fixture.count(Thread.currentThread(), 1, 1, 16);
            arena.set(fixture.arenas.of(Thread.currentThread()));
        });
        return arena.get();
    }

    /** Sums only grow while threads run, end and are retired; and at the end they are exact. */
    @Test
    void shouldOnlyGrowWhileThreadsRunAndEnd() throws InterruptedException {
        ArenasFixture fixture = new ArenasFixture(512, 128, PROBES);
        AtomicLongArray model = new AtomicLongArray(2 * PROBES);
        AtomicInteger starting = new AtomicInteger(3);
        Together.run(4, number -> {
            if (number < 3) {
                SplittableRandom random = new SplittableRandom(number);
                for (int started = 0; started < 300; started++) {
                    run(events(fixture, random.split(), model));
                }
                starting.decrementAndGet();
            } else {
                long[] last = fixture.totals();
                while (starting.get() > 0) {
                    fixture.arenas.retireDead();
                    last = assertGrown(last, fixture.totals());
                }
            }
        });
        fixture.arenas.retireDead();
        for (int row = 0; row < 2 * PROBES; row++) {
            assertThat(fixture.totals()[row]).isEqualTo(model.get(row));
        }
    }

    private static Runnable events(ArenasFixture fixture, SplittableRandom random, AtomicLongArray model) {
        return () -> {
            for (int event = random.nextInt(5_000); event > 0; event--) {
                int probe = random.nextInt(PROBES);
                long bytes = random.nextInt(100);
                fixture.count(Thread.currentThread(), probe, 1, bytes);
                model.incrementAndGet(2 * probe);
                model.addAndGet(2 * probe + 1, bytes);
            }
        };
    }

    private static long[] assertGrown(long[] before, long[] after) {
        for (int row = 0; row < before.length; row++) {
            assertThat(after[row]).isGreaterThanOrEqualTo(before[row]);
        }
        return after;
    }

    private static void run(Runnable work) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(work);
        thread.setUncaughtExceptionHandler((dying, failure) -> thrown[0] = failure);
        thread.start();
        thread.join();
        assertThat(thrown[0]).isNull();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
