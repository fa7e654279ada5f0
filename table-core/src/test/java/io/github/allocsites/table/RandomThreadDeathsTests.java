// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.DeathPoints.Killed;
import io.github.allocsites.table.DeathPoints.Mortal;
import io.github.allocsites.table.DeathPoints.Point;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads that die in random hooks, each with a ledger; {@code -Dallocsites.model.seed=S} repeats their scripts. */
final class RandomThreadDeathsTests {
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());
    private static final int STARTERS = 3;
    private static final int THREADS_OF_A_STARTER = 1_000;
    private static final int PROBES = 700; // more than a page of counters
    private static final int MOST_EVENTS = 400;
    private static final int MOST_CALLS = 40;

    private static long eventsInAll;
    private static long deathsInAll;

    private final MixedProbes probes = new MixedProbes(PROBES);
    private long strayBefore;

    /** How many events of each probe surely were, and how many may have been. */
    private static final class Ledger {
        final long[] sure = new long[PROBES];
        final long[] unsure = new long[PROBES];
        long overflows;
        long killed;
        Throwable failure;

        void add(Ledger other) {
            for (int probe = 0; probe < PROBES; probe++) {
                sure[probe] += other.sure[probe];
                unsure[probe] += other.unsure[probe];
            }
            overflows += other.overflows;
            killed += other.killed;
            failure = failure == null ? other.failure : failure;
        }
    }

    @AfterAll
    static void say() {
        System.out.println(eventsInAll + " events of threads; " + deathsInAll + " died in a hook, seed " + SEED);
    }

    @BeforeEach
    void install() {
        DeathPoints.install();
        strayBefore = Recording.strayEvents();
    }

    @AfterEach
    void restore() {
        DeathPoints.restore();
    }

    /** Random deaths while the totals are read and drained without a pause. */
    @Test
    void shouldStayExactWhenThreadsDieAtRandomPointsWhileDrained() throws InterruptedException {
        Ledger all = new Ledger();
        AtomicInteger starting = new AtomicInteger(STARTERS);
        Together.run(STARTERS + 1, number -> {
            if (number < STARTERS) {
                Ledger ledger = startAndKill(new SplittableRandom(SEED + number));
                synchronized (all) {
                    all.add(ledger);
                }
                starting.decrementAndGet();
            } else {
                readWhile(starting);
            }
        });
        assertThat(all.failure).isNull();
        assertLedger(all);
        assertThat(all.killed).isPositive();
        assertThat(all.overflows).isPositive();
        deathsInAll += all.killed;
    }

    private Ledger startAndKill(SplittableRandom random) throws InterruptedException {
        Ledger ledger = new Ledger();
        for (int started = 0; started < THREADS_OF_A_STARTER; started++) {
            Ledger own = new Ledger();
            Mortal mortal = mortal(random.split(), own);
            mortal.start();
            mortal.join();
            ledger.add(own);
        }
        return ledger;
    }

    private Mortal mortal(SplittableRandom random, Ledger ledger) {
        Point point = Point.values()[random.nextInt(Point.values().length)];
        int call = point == Point.SIZER ? 1 : 1 + random.nextInt(MOST_CALLS);
        boolean byOverflow = random.nextBoolean();
        return new Mortal(point, call, byOverflow) {
            @Override
            public void run() {
                for (int left = random.nextInt(MOST_EVENTS); left > 0; left--) {
                    int number = random.nextInt(PROBES);
                    boolean before = fired;
                    ledger.unsure[number]++;
                    probes.event(number);
                    if (fired == before) {
                        ledger.unsure[number]--;
                        ledger.sure[number]++;
                    } else {
                        ledger.overflows++;
                    }
                }
            }

            @Override
            void ended(Throwable failure) {
                if (failure instanceof Killed) {
                    ledger.killed++;
                } else {
                    ledger.failure = failure;
                }
            }
        };
    }

    private void readWhile(AtomicInteger starting) {
        long[] last = new long[PROBES];
        while (starting.get() > 0) {
            Recording.arm();
            Recording.drain();
            long[] now = probes.counts();
            for (int number = 0; number < PROBES; number++) {
                assertThat(now[number]).isGreaterThanOrEqualTo(last[number]);
            }
            last = now;
        }
    }

    /** Each event was counted, or is a stray one, or was cut short by the death of its thread. */
    private void assertLedger(Ledger ledger) {
        long[] counts = probes.countsAtRest();
        long told = Recording.strayEvents() - strayBefore;
        long sure = ledger.overflows;
        for (int number = 0; number < PROBES; number++) {
            long most = ledger.sure[number] + ledger.unsure[number];
            assertThat(counts[number]).as("seed " + SEED).isBetween(ledger.sure[number], most);
            told += counts[number];
            sure += ledger.sure[number];
        }
        assertThat(told).as("seed " + SEED).isBetween(sure, sure + ledger.killed);
        eventsInAll += told;
    }
}
