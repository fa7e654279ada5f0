// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that overflows its stack inside a hook goes on to be counted. */
final class StackOverflowTests {
    private static final long STACK_BYTES = 512 << 10;
    private static final int FRESH_PROBES = 400;
    private static final int EVENTS_AFTER = 1_000;

    /** Frames left below the overflow when the hook is called; the slow path with a capture needs about 60. */
    private static final int MOST_FRAMES_LEFT = 120;

    /** Giving a page back takes a little more of the stack than taking it. Without giving back about 20 are lost. */
    private static final int LOST_PAGES = 8;

    private int unwound;
    private long begun;
    private long returned;

    @BeforeEach
    void setUp() {
        Recording.sizer(object -> deeper(10));
        Recording.capture((probe, events, bytes) -> deeper(20));
    }

    @AfterEach
    void restore() {
        Recording.capture(null);
        Recording.sizer(null);
        Recording.carriers(Carriers.PLATFORM);
    }

    private static int deeper(int frames) {
        return frames == 0 ? 24 : deeper(frames - 1);
    }

    /** Every level of the recursion counts at a probe that is due for its size or its stack. */
    @Test
    void shouldCountEverythingAfterwardsWhenEveryLevelCounts() throws InterruptedException {
        int[] probes = freshProbes();
        int after = FreshProbes.object();
        long stray = Recording.strayEvents();
        int rounds = 50;
        for (int round = 0; round < rounds; round++) {
            Recording.arm();
            onSmallStack(() -> {
                try {
                    dive(probes, 0);
                } catch (StackOverflowError expected) {
                    countAfterwards(after);
                }
            });
        }
        assertThat(Recording.totals().count(after)).isEqualTo((long) rounds * EVENTS_AFTER);
        assertThat(countOf(probes)).isBetween(returned - (Recording.strayEvents() - stray), begun);
        assertThat(begun - returned).as("hooks that threw into the program").isLessThanOrEqualTo(rounds);
    }

    private void dive(int[] probes, int level) {
        begun++;
        Hook.object(Thread.currentThread(), Thread.class, probes[level % probes.length]);
        returned++;
        dive(probes, level + 1);
    }

    /** The first event of a new thread at a new probe, with any number of frames left. */
    @Test
    void shouldCountEverythingAfterwardsWhenTheFirstEventOfAThreadOverflows() throws InterruptedException {
        long stray = Recording.strayEvents();
        int[] probes = new int[MOST_FRAMES_LEFT];
        int[] after = new int[MOST_FRAMES_LEFT];
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            probes[left] = FreshProbes.object();
            after[left] = FreshProbes.object();
            overflow(left, probes[left], after[left]);
        }
        for (int probe : after) {
            FreshProbes.assertTotals(probe, EVENTS_AFTER, 24L * EVENTS_AFTER);
        }
        assertThat(countOf(probes)).isBetween(returned - (Recording.strayEvents() - stray), begun);
        assertThat(returned).as("hooks that came back").isGreaterThan(MOST_FRAMES_LEFT / 2);
    }

    @Test
    void shouldLeaveNoHoldOnACarrierWhenItOverflows() throws InterruptedException {
        int before = FreshProbes.fixed(32);
        int after = FreshProbes.object();
        int everHeld = 0;
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            CountingCarriers carriers = new CountingCarriers();
            Recording.carriers(carriers);
            int probe = FreshProbes.object();
            overflow(left, () -> Hook.fixed(Thread.currentThread(), before), () -> count(probe), after);
            assertThat(carriers.held()).as("holds left with %d frames", left).isZero();
            everHeld += carriers.everHeld();
        }
        assertThat(everHeld).isGreaterThan(MOST_FRAMES_LEFT / 2);
    }

    @Test
    void shouldLeaveNoHoldOnACarrierWhenOwnWorkOverflows() throws InterruptedException {
        int before = FreshProbes.fixed(32);
        int after = FreshProbes.object();
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            CountingCarriers carriers = new CountingCarriers();
            Recording.carriers(carriers);
            overflow(left, () -> Hook.fixed(Thread.currentThread(), before), () -> OwnWork.end(OwnWork.begin()), after);
            assertThat(carriers.held()).as("holds left with %d frames", left).isZero();
        }
        FreshProbes.assertTotals(after, MOST_FRAMES_LEFT * EVENTS_AFTER, 24L * MOST_FRAMES_LEFT * EVENTS_AFTER);
    }

    @Test
    void shouldNotLosePagesWhenItOverflows() throws InterruptedException {
        int pages = 32;
        int after = FreshProbes.object();
        Slab slab = new Slab((long) pages * PageLayout.PAGE_BYTES);
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            overflow(left, () -> {}, () -> takeAndGiveBack(slab), after);
        }
        assertThat(slab.pagesInUse()).isZero();
        int there = 0;
        while (slab.allocate(0) != 0) {
            there++;
        }
        assertThat(there).isGreaterThanOrEqualTo(pages - LOST_PAGES);
    }

    private static void takeAndGiveBack(Slab slab) {
        long page = slab.allocate(0);
        if (page != 0) {
            slab.free(page);
        }
    }

    @Test
    void shouldGiveEverythingBackWhenThreadsOverflowed() throws InterruptedException {
        for (int probe : freshProbes()) { // counter pages of the shared arena that are needed anyway
            Hook.object(CraftedThreads.withId(0), Thread.class, probe);
        }
        overflow(0, FreshProbes.object(), FreshProbes.object());
        Recording.drain();
        int live = Recording.liveArenas();
        int claimed = claimedCells();
        int pages = Recording.SLAB.pagesInUse();
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            overflow(left, FreshProbes.object(), FreshProbes.object());
        }
        Recording.drain();
        assertThat(Recording.liveArenas()).isLessThanOrEqualTo(live);
        assertThat(claimedCells()).isEqualTo(claimed);
        assertThat(Recording.SLAB.pagesInUse()).isLessThanOrEqualTo(pages + 1); // these probes' own page of totals
    }

    private static int claimedCells() {
        int claimed = 0;
        for (int cell = 0; cell < Recording.SETTINGS.indexCells(); cell++) {
            long id = OffHeap.getLongAcquire(Recording.ARENAS.index() + (long) cell * IndexLayout.CELL_BYTES);
            claimed += id == IndexLayout.CLAIMED ? 1 : 0;
        }
        return claimed;
    }

    private static int[] freshProbes() {
        int[] probes = new int[FRESH_PROBES];
        for (int i = 0; i < probes.length; i++) {
            probes[i] = FreshProbes.object();
        }
        return probes;
    }

    private static long countOf(int[] probes) {
        ProbeTotals totals = Recording.totals();
        long count = 0;
        for (int probe : probes) {
            count += totals.count(probe);
        }
        return count;
    }

    private void overflow(int framesLeft, int probe, int after) throws InterruptedException {
        overflow(framesLeft, () -> {}, () -> count(probe), after);
    }

    private void count(int probe) {
        begun++;
        Hook.object(Thread.currentThread(), Thread.class, probe);
        returned++;
    }

    /** On a thread of its own: something with so many frames left, then, back at the top, many events. */
    private void overflow(int framesLeft, Runnable first, Runnable deep, int after) throws InterruptedException {
        onSmallStack(() -> {
            first.run();
            toTheEnd(framesLeft, deep);
            countAfterwards(after);
        });
    }

    /** Recurses until the stack is full and does the work on the way back. */
    private void toTheEnd(int framesLeft, Runnable work) {
        try {
            toTheEnd(framesLeft, work);
        } catch (StackOverflowError full) {
            unwound = 0;
        }
        if (unwound++ == framesLeft) {
            try {
                work.run();
            } catch (StackOverflowError thrownIntoTheProgram) {
                unwound = framesLeft + 1;
            }
        }
    }

    private static void countAfterwards(int probe) {
        for (int event = 0; event < EVENTS_AFTER; event++) {
            Hook.object(Thread.currentThread(), Thread.class, probe);
        }
    }

    private static void onSmallStack(Runnable work) throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(null, work, "small stack", STACK_BYTES);
        thread.setUncaughtExceptionHandler((dying, failure) -> thrown[0] = failure);
        thread.start();
        thread.join();
        assertThat(thrown[0]).isNull();
    }
}
