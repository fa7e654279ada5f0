// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.report.Mark;
import io.github.allocsites.table.CallSiteTable;
import io.github.allocsites.table.Hook;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EpochsTests {
    private static final int SIZE_BYTES = 24;
    private static final int PROBES = 3;
    private static final int ROUNDS = 2_000;
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.Epochs", "m", "()V", "Epochs.java");

    private final CallSiteTable table = Recording.table();
    private final AtomicInteger captured = new AtomicInteger();
    private final StackSwitch stacks = new StackSwitch((probe, events, bytes) -> captured.incrementAndGet());
    private final int probe = probe();
    private final Epochs epochs = new Epochs(new OwnCost(), stacks);

    @AfterEach
    void captureNothing() {
        stacks.ready(false);
    }

    private static int probe() {
        return Recording.addProbe(new Probe(System.nanoTime(), METHOD, 7, "byte[]", SIZE_BYTES));
    }

    private static void events(int probe, int events) {
        for (int i = 0; i < events; i++) {
            Hook.fixed(Thread.currentThread(), probe);
        }
    }

    private void events(int events) {
        events(probe, events);
    }

    private long count(Interval interval) {
        long count = interval.totals().count(probe);
        assertThat(interval.totals().bytes(probe)).isEqualTo(count * SIZE_BYTES);
        return count;
    }

    @Test
    void shouldCountWhatCameSinceABeginning() {
        events(3);
        Beginning beginning = epochs.begin();
        events(4);
        assertThat(count(epochs.since(beginning))).isEqualTo(4);
        assertThat(count(epochs.ever())).isEqualTo(7);
    }

    @Test
    void shouldLeaveOutWhatCameInAPause() {
        Mark mark = epochs.mark();
        Beginning window = epochs.begin();
        events(2);
        epochs.pause();
        events(5);
        assertThat(epochs.pauseReason()).startsWith("paused since ");
        for (Interval each : List.of(epochs.ever(), epochs.sinceReset(), epochs.since(window))) {
            assertThat(count(each)).isEqualTo(2);
            assertThat(each.pauseReason()).isEqualTo(epochs.pauseReason());
        }
        epochs.resume();
        events(3);
        assertThat(epochs.pauseReason()).isNull();
        for (Interval each :
                List.of(epochs.ever(), epochs.sinceReset(), epochs.since(window), epochs.sinceMark(mark.id()))) {
            assertThat(count(each)).isEqualTo(5);
            assertThat(each.pauseReason()).isNull();
        }
    }

    @Test
    void shouldPauseAndResumeOnce() {
        epochs.resume();
        epochs.pause();
        String reason = epochs.pauseReason();
        events(5);
        epochs.pause();
        assertThat(epochs.pauseReason()).isEqualTo(reason);
        epochs.resume();
        events(1);
        epochs.resume();
        assertThat(count(epochs.ever())).isEqualTo(1);
    }

    @Test
    void shouldGoOnAcrossAReset() {
        Mark mark = epochs.mark();
        Beginning window = epochs.begin();
        events(4);
        epochs.reset();
        events(2);
        assertThat(count(epochs.sinceReset())).isEqualTo(2);
        assertThat(count(epochs.since(window))).isEqualTo(6);
        assertThat(count(epochs.sinceMark(mark.id()))).isEqualTo(6);
        assertThat(count(epochs.ever())).isEqualTo(6);
    }

    @Test
    void shouldResetInAPause() {
        events(4);
        epochs.pause();
        events(8);
        epochs.reset();
        events(16);
        assertThat(count(epochs.sinceReset())).isZero();
        epochs.resume();
        events(1);
        assertThat(count(epochs.sinceReset())).isEqualTo(1);
        assertThat(count(epochs.ever())).isEqualTo(5);
    }

    @Test
    void shouldBeEmptyWithinAPause() {
        epochs.pause();
        Beginning window = epochs.begin();
        events(3);
        Interval interval = epochs.since(window);
        assertThat(interval.totals().count()).isZero();
        assertThat(interval.totals().bytes()).isZero();
        assertThat(interval.jvmBytes() == null || interval.jvmBytes() == 0).isTrue();
    }

    /** Every reading after every step, beside a model that is told which events count. */
    @Test
    void shouldAgreeWithAModelWhateverIsDoneInWhateverOrder() {
        Random random = new Random(11);
        Model model = new Model(probe(), probe(), probe());
        for (int round = 0; round < ROUNDS; round++) {
            model.step(random.nextInt(8), random.nextInt(20), random.nextInt(PROBES));
            model.check();
        }
    }

    private final class Model {
        private final int[] probes;
        private final long[] recorded = new long[PROBES];
        private final Map<String, long[]> marks = new HashMap<>();
        private final List<Beginning> windows = new ArrayList<>();
        private final List<long[]> atWindows = new ArrayList<>();
        private long[] atReset = new long[PROBES];
        private boolean paused;

        Model(int... probes) {
            this.probes = probes;
        }

        void step(int kind, int events, int which) {
            switch (kind) {
                case 0 -> pause(true);
                case 1 -> pause(false);
                case 2 -> reset();
                case 3 -> marks.put(epochs.mark().id(), recorded.clone());
                case 4 -> window();
                default -> happen(events, which);
            }
        }

        private void pause(boolean on) {
            paused = on;
            if (on) {
                epochs.pause();
            } else {
                epochs.resume();
            }
        }

        private void reset() {
            epochs.reset();
            atReset = recorded.clone();
        }

        private void window() {
            windows.add(epochs.begin());
            atWindows.add(recorded.clone());
            if (windows.size() > 3) {
                windows.remove(0);
                atWindows.remove(0);
            }
        }

        private void happen(int events, int which) {
            events(probes[which], events);
            recorded[which] += paused ? 0 : events;
        }

        void check() {
            check(epochs.ever(), new long[PROBES]);
            check(epochs.sinceReset(), atReset);
            for (int i = 0; i < windows.size(); i++) {
                check(epochs.since(windows.get(i)), atWindows.get(i));
            }
            marks.keySet().retainAll(epochs.marks());
            assertThat(marks).hasSizeLessThanOrEqualTo(Marks.MOST).hasSameSizeAs(epochs.marks());
            marks.forEach((id, before) -> check(epochs.sinceMark(id), before));
        }

        private void check(Interval interval, long[] before) {
            for (int which = 0; which < PROBES; which++) {
                assertThat(interval.totals().count(probes[which])).isEqualTo(recorded[which] - before[which]);
            }
        }
    }

    @Test
    void shouldLetTheOldestMarkGo() {
        String oldest = epochs.mark().id();
        String second = epochs.mark().id();
        for (int more = 2; more < Marks.MOST; more++) {
            epochs.mark();
        }
        assertThat(epochs.marks()).hasSize(Marks.MOST).startsWith(oldest, second);
        String newest = epochs.mark().id();
        assertThat(epochs.marks()).hasSize(Marks.MOST).startsWith(second).endsWith(newest);
        assertThat(epochs.sinceMark(oldest)).isNull();
        assertThat(epochs.marks()).allMatch(id -> id.matches("[0-9a-f]{8}"));
    }

    @Test
    void shouldSayWhatMarksHold() {
        long before = epochs.heapBytes();
        epochs.mark();
        assertThat(epochs.heapBytes())
                .isGreaterThanOrEqualTo(before + 16L * Recording.probes().count());
    }

    @Test
    void shouldCaptureNoStackInAPause() {
        stacks.ready(true);
        events(1);
        int before = captured.get();
        assertThat(before).isPositive();
        epochs.pause();
        events(1);
        stacks.ready(true);
        events(1);
        assertThat(captured.get()).isEqualTo(before);
        epochs.resume();
        events(1);
        assertThat(captured.get()).isEqualTo(before + 1);
    }

    @Test
    void shouldCaptureNoStackAfterAPauseWhenThereWasNoneBefore() {
        epochs.pause();
        epochs.resume();
        events(1);
        assertThat(captured.get()).isZero();
    }

    @Test
    void shouldTakeStacksOfTheIntervalAlone() {
        long[] frames = {1, 2};
        table.record(probe, frames, 2, 5, 500);
        Beginning beginning = epochs.begin();
        table.record(probe, frames, 2, 7, 700);
        assertThat(ofProbe(epochs.since(beginning))).containsExactly(new CallSite(probe, List.of(1L, 2L), 7, 700, 1));
        epochs.reset();
        assertThat(ofProbe(epochs.since(beginning))).isEmpty();
        table.record(probe, frames, 2, 3, 300);
        assertThat(ofProbe(epochs.since(beginning))).containsExactly(new CallSite(probe, List.of(1L, 2L), 3, 300, 1));
    }

    private List<CallSite> ofProbe(Interval interval) {
        return interval.callSites(false).callSites().stream()
                .filter(callSite -> callSite.probe() == probe)
                .toList();
    }

    @Test
    void shouldTellWhatCameBeforeStacks() {
        Mark early = epochs.mark();
        events(3);
        epochs.stacksBegin();
        Mark late = epochs.mark();
        events(4);
        assertThat(before(epochs.ever())).isEqualTo(3);
        assertThat(before(epochs.sinceMark(early.id()))).isEqualTo(3);
        assertThat(before(epochs.sinceMark(late.id()))).isZero();
        epochs.reset();
        assertThat(before(epochs.sinceReset())).isZero();
    }

    private long before(Interval interval) {
        return interval.totalsBeforeStacks().count(probe);
    }
}
