// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.SimulatedThreads.One;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads that start, count, do own work and die at random, far more than there are cells or pages, against a plain
 * map that is compared after every drain. {@code -Dallocsites.model.seed=S} repeats a run.
 */
final class ArenasModelTests {
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());
    private static final int OPERATIONS = 400_000;
    private static final int PROBES = 900; // four pages of counters
    private static final int MOST_COLLIDING = 2_000;

    private static long operationsInAll;
    private static long threadsInAll;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Map<Integer, long[]> model = new HashMap<>();
    private ArenasFixture fixture;
    private SimulatedThreads threads;

    /** The cell in which a thread stands between claim and publication; 0: nobody does. */
    private long claimed;

    @AfterAll
    static void say() {
        System.out.println(operationsInAll + " operations on arenas by " + threadsInAll + " threads, seed " + SEED);
    }

    @AfterEach
    void killAll() {
        threads.killAll();
    }

    /** Few threads in much memory, more threads than the window has cells, and memory for no or few of them. */
    @ParameterizedTest
    @CsvSource({"64, 4096, 20", "64, 4096, 300", "256, 4096, 200", "64, 0, 40", "64, 12, 40", "256, 60, 300"})
    void shouldEqualAPlainMap(int cells, int pages, int mostThreads) {
        fixture = new ArenasFixture(pages, cells, PROBES);
        threads = new SimulatedThreads(fixture.arenas, MOST_COLLIDING);
        try {
            threads.start(random);
            for (int operation = 0; operation < OPERATIONS; operation++) {
                operate(mostThreads);
                assertThat(fixture.slab.pagesInUse()).isBetween(0, pages);
            }
            freeClaimed();
            threads.killAll();
            fixture.arenas.retireDead();
            assertTotals();
            assertThat(fixture.arenas.live()).isZero();
            assertThat(fixture.slab.pagesInUse()).isLessThanOrEqualTo(fixture.counters.pages());
        } catch (Throwable failed) {
            throw new AssertionError("repeat with -Dallocsites.model.seed=" + SEED + ": " + failed, failed);
        }
        operationsInAll += OPERATIONS;
    }

    private void operate(int mostThreads) {
        switch (random.nextInt(1_000)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 -> start(mostThreads);
            case 10, 11, 12, 13, 14, 15 -> kill();
            case 16, 17, 18, 19, 20 -> beginOwnWork(threads.any(random));
            case 21, 22, 23, 24, 25 -> endOwnWork(threads.any(random));
            case 26, 27 -> claim();
            case 28, 29, 30 -> freeClaimed();
            case 31 -> drain();
            case 32 -> assertTotals();
            default -> count(threads.any(random));
        }
    }

    private void start(int mostThreads) {
        if (threads.count() < mostThreads) {
            threads.start(random);
            threadsInAll++;
        }
    }

    private void kill() {
        threads.killAny(random);
        if (threads.count() == 0) {
            threads.start(random);
        }
    }

    private void count(One one) {
        int probe = random.nextInt(PROBES) >> random.nextInt(4);
        long events = 1 + random.nextInt(3);
        long bytes = random.nextInt(1_000);
        fixture.count(one.thread, probe, events, bytes);
        if (!one.covered()) {
            long[] row = model.computeIfAbsent(probe, number -> new long[2]);
            row[0] += events;
            row[1] += bytes;
        }
    }

    private void beginOwnWork(One one) {
        one.ownWork.push(fixture.arenas.swap(one.thread, fixture.arenas.discard()));
    }

    private void endOwnWork(One one) {
        if (!one.ownWork.isEmpty()) {
            long before = one.ownWork.pop();
            if (before != 0) {
                fixture.arenas.swap(one.thread, before);
            }
        }
    }

    /** As a thread does that then stands still, while everybody else goes on. */
    private void claim() {
        Thread stalled = CraftedThreads.withId(1 + random.nextInt(1_000));
        long cell = fixture.arenas.index()
                + CraftedThreads.home(fixture.arenas, Arenas.threadId(stalled)) * IndexLayout.CELL_BYTES;
        if (claimed == 0 && OffHeap.casLong(cell, IndexLayout.FREE, IndexLayout.CLAIMED)) {
            claimed = cell;
        }
    }

    /** As it does when its stack ends there. */
    private void freeClaimed() {
        if (claimed != 0) {
            assertThat(OffHeap.casLong(claimed, IndexLayout.CLAIMED, IndexLayout.FREE))
                    .isTrue();
            claimed = 0;
        }
    }

    private void drain() {
        fixture.arenas.retireDead();
        assertTotals();
        assertThat(fixture.arenas.live()).isLessThanOrEqualTo(threads.count());
    }

    private void assertTotals() {
        long[] expected = new long[ArenasFixture.PER_PROBE * PROBES];
        model.forEach((probe, row) -> System.arraycopy(row, 0, expected, ArenasFixture.PER_PROBE * probe, row.length));
        assertThat(fixture.totals()).containsExactly(expected);
    }
}
