// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.DeathPoints.Mortal;
import io.github.allocsites.table.DeathPoints.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that end at every point of their life: in each call a hook makes, and between any two events. */
final class ThreadDeathTests {
    private static final int PROBES = 700; // more than a page of counters
    private static final int LAST = PROBES - 1;
    private static final int NOT_YET = Integer.MAX_VALUE;

    private final MixedProbes probes = new MixedProbes(PROBES);
    private long strayBefore;

    @BeforeEach
    void install() {
        DeathPoints.install();
        strayBefore = Recording.strayEvents();
    }

    @AfterEach
    void restore() {
        DeathPoints.restore();
    }

    private static List<Arguments> points() {
        List<Arguments> points = new ArrayList<>();
        for (Point point : Point.values()) {
            for (int eventsBefore : new int[] {0, 1, PROBES - 2}) {
                points.add(Arguments.of(point, eventsBefore, true));
                points.add(Arguments.of(point, eventsBefore, false));
            }
        }
        return points;
    }

    /** Counts so often, then dies, or goes on with the last probe; it waits at the point for leave to go on. */
    private final class Doomed extends Mortal {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        private final int eventsBefore;
        private final int doomed;

        Doomed(Point point, int eventsBefore, boolean byOverflow) {
            super(point, NOT_YET, byOverflow);
            this.eventsBefore = eventsBefore;
            this.doomed = eventsBefore + eventsBefore % 2;
        }

        @Override
        public void run() {
            try {
                for (int number = 0; number < eventsBefore; number++) {
                    probes.event(number);
                }
                dieAtNext(); // a stack may have been drawn by chance before
                probes.event(doomed);
                probes.event(LAST);
            } finally {
                reached.countDown();
            }
        }

        @Override
        void dying() {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** At the first event of the thread, of the probe, or of a page; drained while it stands at that point. */
    @ParameterizedTest
    @MethodSource("points")
    void shouldKeepWhatAThreadCountedBeforeItDiedInAHook(Point point, int eventsBefore, boolean byOverflow)
            throws InterruptedException {
        long[] expected = new long[PROBES];
        Arrays.fill(expected, 0, eventsBefore, 1);
        int live = liveArenas();
        Doomed thread = new Doomed(point, eventsBefore, byOverflow);
        thread.start();
        thread.reached.await();
        Recording.drain();
        assertThat(probes.countsAtRest()).containsExactly(expected);
        thread.goOn.countDown();
        thread.join();
        assertThat(thread.fired).isTrue();
        assertThat(liveArenas()).isLessThanOrEqualTo(live);
        long[] counts = probes.countsAtRest();
        long told = counts[thread.doomed] + Recording.strayEvents() - strayBefore;
        assertThat(told).as("the event itself").isBetween(byOverflow ? 1L : 0, 1L);
        expected[thread.doomed] = counts[thread.doomed];
        expected[LAST] = byOverflow ? 1 : 0;
        assertThat(counts).containsExactly(expected);
    }

    private static int liveArenas() {
        Recording.drain();
        return Recording.liveArenas();
    }

    /** Before its first event, after it, at the edge of a page and so on; the profiler's own work is not counted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldKeepWhatAThreadCountedWhenItEndsAfterAnyEvent(boolean inOwnWork) throws InterruptedException {
        int live = liveArenas();
        long[] expected = new long[PROBES];
        for (int events = 0; events < PROBES; events += 1 + events / 20) {
            int count = events;
            FreshProbes.onNewThread(() -> {
                for (int number = 0; number < count; number++) {
                    probes.event(number);
                    expected[number]++;
                }
                if (inOwnWork) {
                    OwnWork.begin();
                    probes.event(0);
                    probes.event(LAST);
                }
            });
            if (events % 3 == 0) {
                Recording.drain();
            }
        }
        assertThat(liveArenas()).isLessThanOrEqualTo(live);
        assertThat(probes.countsAtRest()).containsExactly(expected);
    }
}
