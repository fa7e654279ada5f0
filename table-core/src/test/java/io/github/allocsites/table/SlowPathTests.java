// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static io.github.allocsites.table.FreshProbes.assertTotals;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SlowPathTests {
    private static final int DRAWN_FROM = 256;

    /** Two would do, unless the machine makes this thread wait while it captures. */
    private static final int MOST_TURNS = 100;

    private final Thread self = Thread.currentThread();
    private final Map<Integer, AtomicInteger> captured = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong capturedBytes = new AtomicLong();

    @BeforeEach
    void setSizer() {
        Recording.sizer(object -> {
            asked.incrementAndGet();
            return object instanceof Thread ? 104 : 24;
        });
    }

    @AfterEach
    void restore() {
        Recording.capture(null);
        Recording.sizer(null);
        Recording.carriers(Carriers.PLATFORM);
    }

    /** First events alone: those that are drawn stand for many. */
    private void capture(int probe, long events, long bytes) {
        if (events >= DRAWN_FROM) {
            return;
        }
        captured.computeIfAbsent(probe, number -> new AtomicInteger()).incrementAndGet();
        capturedBytes.addAndGet(bytes);
    }

    private int capturesOf(int probe) {
        return captured.getOrDefault(probe, new AtomicInteger()).get();
    }

    @Test
    void shouldCaptureFirstStacksOfManyProbesInTurnsAndEachOnce() {
        int[] probes = IntStream.range(0, 2 * FirstStacks.BETWEEN_DRAINS)
                .map(each -> FreshProbes.object())
                .toArray();
        Recording.capture(this::capture);
        int turns = 0;
        while (turns < 2 || captured.size() < probes.length && turns < MOST_TURNS) {
            turns++;
            for (int probe : probes) {
                Hook.object(self, Object.class, probe);
            }
            assertThat(captured.keySet()).hasSizeLessThanOrEqualTo(turns * (FirstStacks.BETWEEN_DRAINS + Long.SIZE));
            Recording.drain();
        }
        for (int probe : probes) {
            assertThat(capturesOf(probe)).isOne();
            assertTotals(probe, turns, turns * 24L);
        }
    }

    /** Each took a second: what is counted of one is the most. */
    @Test
    void shouldCaptureFirstStacksNoLongerThanTheyMayTake() {
        Recording.capture(this::capture);
        int allowed = 0;
        while (FirstStacks.mayCapture(FreshProbes.object())) {
            allowed++;
            FirstStacks.captured(System.nanoTime() - 1_000_000_000L);
        }
        assertThat(allowed).isEqualTo((int) (FirstStacks.AT_FIRST_NANOS / FirstStacks.MOST_NANOS));
        Recording.drain();
        assertThat(FirstStacks.mayCapture(FreshProbes.object())).isTrue();
    }

    @Test
    void shouldAskForTheSizeAtTheFirstEventOnly() {
        int thread = FreshProbes.object();
        int other = FreshProbes.object();
        for (int event = 0; event < 10; event++) {
            Hook.object(self, Thread.class, thread);
            Hook.object(self, SlowPathTests.class, other);
        }
        assertTotals(thread, 10, 1_040);
        assertTotals(other, 10, 240);
        assertThat(asked).hasValue(2);
    }

    @Test
    void shouldAskAgainWhenTheSizeCouldNotBeTold() {
        int probe = FreshProbes.object();
        Recording.sizer(null);
        Hook.object(self, Thread.class, probe);
        Hook.object(self, Thread.class, probe);
        assertTotals(probe, 2, 0);
        Recording.sizer(object -> 104);
        Hook.object(self, Thread.class, probe);
        assertTotals(probe, 3, 312);
    }

    @Test
    void shouldCountWhatCannotBeInstantiated() {
        int probe = FreshProbes.object();
        Hook.object(self, java.util.AbstractList.class, probe);
        Hook.object(self, Number.class, probe);
        assertTotals(probe, 2, 0);
        Hook.object(self, Thread.class, probe);
        assertTotals(probe, 3, 312);
    }

    @Test
    void shouldNotCaptureWhenNobodyAsksForStacks() {
        int probe = FreshProbes.fixed(32);
        Hook.fixed(self, probe);
        assertThat(captured).isEmpty();
        assertTotals(probe, 1, 32);
    }

    @Test
    void shouldCaptureTheFirstEventOfEachProbe() {
        int seen = FreshProbes.fixed(32);
        Hook.fixed(self, seen);
        Recording.capture(this::capture);
        int fixed = FreshProbes.fixed(48);
        int varying = FreshProbes.varying();
        int object = FreshProbes.object();
        for (int event = 0; event < 5; event++) {
            Hook.fixed(self, seen);
            Hook.fixed(self, fixed);
            Hook.array8(self, 2, varying);
            Hook.object(self, Thread.class, object);
        }
        for (int probe : new int[] {seen, fixed, varying, object}) {
            assertThat(capturesOf(probe)).isEqualTo(1);
        }
        assertThat(capturedBytes).hasValue(32 + 48 + Hook.arrayBytes(2, 8) + 104);
        assertTotals(seen, 6, 6 * 32);
        assertTotals(fixed, 5, 5 * 48);
        assertTotals(varying, 5, 5 * Hook.arrayBytes(2, 8));
        assertTotals(object, 5, 5 * 104);
    }

    @Test
    void shouldCountWhatCouldNotBeCapturedForWantOfMemory() {
        Recording.capture((probe, events, bytes) -> {
            throw new OutOfMemoryError("as in a full heap");
        });
        int probe = FreshProbes.fixed(32);
        Hook.fixed(self, probe);
        Hook.fixed(self, probe);
        assertTotals(probe, 2, 64);
    }

    @Test
    void shouldCaptureAgainWhenArmed() {
        Recording.capture(this::capture);
        int fired = FreshProbes.fixed(32);
        int silent = FreshProbes.fixed(32);
        Hook.fixed(self, fired);
        for (int turn = 2; turn < 5; turn++) {
            Recording.arm();
            Recording.arm();
            Hook.fixed(self, fired);
            Hook.fixed(self, fired);
            assertThat(capturesOf(fired)).isEqualTo(turn);
        }
        assertThat(capturesOf(silent)).isZero();
        Hook.fixed(self, silent);
        assertThat(capturesOf(silent)).isEqualTo(1);
        assertTotals(fired, 7, 7 * 32);
    }

    @Test
    void shouldCaptureOnceWhenFirstEventsRace() throws InterruptedException {
        Recording.capture(this::capture);
        int[] probes = new int[300];
        for (int i = 0; i < probes.length; i++) {
            probes[i] = i % 2 == 0 ? FreshProbes.varying() : FreshProbes.object();
        }
        Together.run(4, thread -> {
            for (int i = 0; i < probes.length; i++) {
                if (i % 2 == 0) {
                    Hook.array1(Thread.currentThread(), 3, probes[i]);
                } else {
                    Hook.object(Thread.currentThread(), Thread.class, probes[i]);
                }
            }
        });
        for (int probe : probes) {
            assertThat(capturesOf(probe)).isEqualTo(1);
            assertThat(Recording.totals().count(probe)).isEqualTo(4);
        }
    }

    @Test
    void shouldNotCaptureAnyMoreWhenSwitchedOff() {
        int probe = FreshProbes.fixed(32);
        Recording.capture(this::capture);
        Hook.fixed(self, probe);
        Recording.capture(null);
        Recording.arm();
        Hook.fixed(self, probe);
        Hook.fixed(self, FreshProbes.fixed(32));
        assertThat(captured).hasSize(1);
        assertThat(capturesOf(probe)).isEqualTo(1);
        assertTotals(probe, 2, 64);
    }

    /** Instrumented code runs inside the sizer and the capture, too: its events are the profiler's own. */
    @Test
    void shouldNotCountWhatSizerAndCaptureAllocate() {
        int inner = FreshProbes.fixed(32);
        Hook.fixed(self, inner);
        Recording.sizer(object -> {
            Hook.fixed(self, inner);
            Hook.array1(self, 3, FreshProbes.varying());
            Hook.level(self, 2, 3, 8, FreshProbes.varying());
            return 24;
        });
        Recording.capture((probe, events, bytes) -> {
            capture(probe, events, bytes);
            Hook.fixed(self, inner);
            Hook.object(self, Thread.class, FreshProbes.object());
            Hook.level(self, 2, 3, 8, FreshProbes.varying());
        });
        int probe = FreshProbes.object();
        Hook.object(self, SlowPathTests.class, probe);
        assertTotals(inner, 1, 32);
        assertTotals(probe, 1, 24);
        assertThat(captured).containsOnlyKeys(probe);
        Hook.fixed(self, inner);
        assertTotals(inner, 2, 64);
    }

    @Test
    void shouldCountAThreadThatIsStillAttaching() {
        int early = FreshProbes.object();
        Thread attaching = CraftedThreads.withId(0);
        Hook.object(attaching, Thread.class, early);
        Recording.capture(this::capture);
        int fixed = FreshProbes.fixed(32);
        int varying = FreshProbes.varying();
        for (int event = 0; event < 3; event++) {
            Hook.fixed(attaching, fixed);
            Hook.array1(attaching, 0, varying);
            Hook.object(attaching, Thread.class, early);
        }
        assertTotals(fixed, 3, 96);
        assertTotals(varying, 3, 3 * Hook.arrayBytes(0, 1));
        assertTotals(early, 4, 416);
        assertThat(captured).as("nothing covers the capture's own events").isEmpty();
        Hook.fixed(self, fixed);
        assertThat(captured).containsOnlyKeys(fixed);
    }

    @Test
    void shouldNotCountOwnWork() throws InterruptedException {
        int probe = FreshProbes.fixed(32);
        FreshProbes.onNewThread(() -> {
            Thread thread = Thread.currentThread();
            long outer = OwnWork.begin();
            Hook.fixed(thread, probe);
            long inner = OwnWork.begin();
            Hook.fixed(thread, probe);
            OwnWork.end(inner);
            Hook.fixed(thread, probe);
            Hook.array1(thread, 1, FreshProbes.varying());
            OwnWork.end(outer);
            assertThat(Recording.totalsOfThisThread().count(probe)).isZero();
            Hook.fixed(thread, probe);
            assertThat(Recording.totalsOfThisThread().count(probe)).isEqualTo(1);
        });
        assertTotals(probe, 1, 32);
    }

    @Test
    void shouldCountOtherThreadsDuringOwnWork() throws InterruptedException {
        int probe = FreshProbes.fixed(32);
        long token = OwnWork.begin();
        FreshProbes.onNewThread(() -> Hook.fixed(Thread.currentThread(), probe));
        Hook.fixed(self, probe);
        OwnWork.end(token);
        assertTotals(probe, 1, 32);
    }

    @Test
    void shouldHoldTheCarrierDuringOwnWorkAndFirstEvents() {
        CountingCarriers carriers = new CountingCarriers();
        Recording.carriers(carriers);
        long token = OwnWork.begin();
        assertThat(carriers.held()).isEqualTo(1);
        OwnWork.end(token);
        assertThat(carriers.held()).isZero();
        Recording.sizer(object -> 24 + carriers.held());
        int probe = FreshProbes.object();
        Hook.object(self, SlowPathTests.class, probe);
        assertTotals(probe, 1, 25);
        assertThat(carriers.held()).isZero();
    }
}
