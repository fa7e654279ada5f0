// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static io.github.allocsites.table.FreshProbes.assertTotals;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a probe whose class is gone when another class takes it over. */
final class PassedOnProbesTests {
    private static final int THREADS = 4;
    private static final int TURNS = 300;
    private static final int EVENTS = 50;

    private final Thread self = Thread.currentThread();
    private volatile long size = 24;

    @BeforeEach
    void setSizer() {
        Recording.sizer(object -> size);
    }

    @AfterEach
    void restore() {
        Recording.sizer(null);
    }

    @Test
    void shouldGoOnCountingWhenTheSizeIsTheSame() {
        int probe = FreshProbes.object();
        events(probe, 3);
        int counters = Recording.COUNTERS.counters();
        Recording.passOn(probe);
        assertTotals(probe, 3, 72);
        events(probe, 2);
        assertTotals(probe, 5, 120);
        assertThat(Recording.COUNTERS.counters()).isEqualTo(counters);
    }

    @Test
    void shouldKeepTheFormerSizeOfFormerEvents() throws InterruptedException {
        int probe = FreshProbes.object();
        FreshProbes.onNewThread(() -> events(probe, 7)); // of a thread that ended
        events(probe, 3);
        size = 40;
        Recording.passOn(probe);
        assertTotals(probe, 10, 240);
        events(probe, 2);
        assertTotals(probe, 12, 240 + 80);
        size = 16;
        Recording.passOn(probe);
        events(probe, 1);
        assertTotals(probe, 13, 240 + 80 + 16);
    }

    @Test
    void shouldPassOnWhatNeverFired() {
        int probe = FreshProbes.object();
        Recording.passOn(probe);
        events(probe, 1);
        assertTotals(probe, 1, 24);
    }

    private void events(int probe, int events) {
        for (int i = 0; i < events; i++) {
            Hook.object(Thread.currentThread(), Thread.class, probe);
        }
    }

    /** All threads meet the other size at once, while a reader looks on: totals are exact and never shrink. */
    @Test
    void shouldLoseNothingWhenThreadsRaceForTheFirstEventOfAnotherSize() throws InterruptedException {
        int probe = FreshProbes.object();
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger decreases = new AtomicInteger();
        Thread reader = new Thread(() -> watch(probe, done, decreases));
        reader.start();
        long bytes = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            size = 16 + 8L * (turn % 3);
            Recording.passOn(probe);
            Together.run(THREADS, thread -> events(probe, EVENTS));
            bytes += THREADS * EVENTS * size;
            assertTotals(probe, (turn + 1L) * THREADS * EVENTS, bytes);
        }
        done.set(true);
        reader.join();
        assertThat(decreases).hasValue(0);
    }

    private static void watch(int probe, AtomicBoolean done, AtomicInteger decreases) {
        long count = 0;
        long bytes = 0;
        while (!done.get()) {
            ProbeTotals totals = Recording.totals();
            if (totals.count(probe) < count || totals.bytes(probe) < bytes) {
                decreases.incrementAndGet();
            }
            count = totals.count(probe);
            bytes = totals.bytes(probe);
        }
    }
}
