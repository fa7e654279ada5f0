// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.sample.DeepCaller;
import io.github.allocsites.table.CallSiteTable;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WalkedStacksTests {
    private static final int DEPTH = 8;
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");

    private final CallSiteTable table = Recording.table();
    private final WalkedStacks stacks = new WalkedStacks(table, DEPTH, new OwnCost());
    private final int probe = Recording.addProbe(new Probe(1, METHOD, 1, "com.acme.B", 16));
    private final List<String> expected = new ArrayList<>();

    /** Captures a stack and keeps what the JVM itself says of it, our own frames left out. */
    private void capture() {
        expected.clear();
        for (StackTraceElement element : new Throwable().getStackTrace()) {
            if (!element.getClassName().startsWith("io.github.allocsites.agent.") && expected.size() < DEPTH) {
                expected.add(element.getClassName() + "." + element.getMethodName() + "(" + element.getFileName() + ":"
                        + element.getLineNumber() + ")");
            }
        }
        stacks.capture(probe, 2, 32);
    }

    private List<CallSite> sites() {
        return table.snapshot().callSites().stream()
                .filter(site -> site.probe() == probe)
                .toList();
    }

    @Test
    void shouldKeepTheTopFramesThatAreNotOurs() {
        DeepCaller.call(20, this::capture);
        assertThat(sites()).hasSize(1);
        assertThat(sites().get(0).count()).isEqualTo(2);
        assertThat(sites().get(0).bytes()).isEqualTo(32);
        List<String> text = text(sites().get(0).frames());
        assertThat(text).hasSize(DEPTH).isEqualTo(expected);
        assertThat(text)
                .allSatisfy(frame ->
                        assertThat(frame).startsWith("io.github.allocsites.sample.DeepCaller.call(DeepCaller.java:"));
    }

    @Test
    void shouldAddUpStacksThatAreEqual() {
        for (int i = 0; i < 5; i++) {
            DeepCaller.call(20, this::capture);
        }
        assertThat(sites()).hasSize(1);
        assertThat(sites().get(0).count()).isEqualTo(10);
    }

    /** The first time a place is walked to, then it is known. */
    @Test
    void shouldKeepTheSameStackWhetherItsPlacesAreKnownOrNot() {
        for (int callers = 1; callers < 3 * DEPTH; callers++) {
            List<List<String>> texts = new ArrayList<>();
            for (int time = 0; time < 3; time++) {
                table.reset();
                DeepCaller.call(callers, this::capture);
                texts.add(text(sites().get(0).frames()));
            }
            assertThat(texts).containsOnly(texts.get(0));
            assertThat(texts.get(0)).containsSubsequence(expected.subList(0, Math.min(callers, DEPTH)));
        }
    }

    @Test
    void shouldFindTheApplicationAgainWhereItsPlaceIsKnown() {
        stacks.application(new ApplicationPackages(List.of("io.github.allocsites.sample")));
        for (int time = 0; time < 3; time++) {
            table.reset();
            DeepCaller.call(20, () -> beyond(3 * DEPTH, this::capture));
            assertThat(stacks.applicationFrame(sites().get(0).frames().get(0)).className())
                    .isEqualTo("io.github.allocsites.sample.DeepCaller");
        }
    }

    @Test
    void shouldTellCallersApart() {
        List<List<String>> tops = new ArrayList<>();
        for (int frames = 2; frames < DEPTH; frames++) {
            DeepCaller.call(frames, this::capture);
            tops.add(List.copyOf(expected.subList(0, frames)));
        }
        assertThat(sites()).hasSize(tops.size());
        for (List<String> top : tops) {
            assertThat(sites())
                    .anySatisfy(site -> assertThat(text(site.frames())).startsWith(top.toArray(String[]::new)));
        }
    }

    private List<String> text(List<Long> words) {
        return words.stream().map(word -> stacks.frame(word).toString()).toList();
    }

    @Test
    void shouldFindTheApplicationBeyondTheFramesThatAreKept() {
        stacks.application(new ApplicationPackages(List.of("io.github.allocsites.sample")));
        DeepCaller.call(20, () -> beyond(3 * DEPTH, this::capture));
        assertThat(sites()).hasSize(1);
        List<Long> words = sites().get(0).frames();
        assertThat(text(words)).allSatisfy(frame -> assertThat(frame).doesNotContain("sample"));
        assertThat(stacks.applicationFrame(words.get(0)).className())
                .isEqualTo("io.github.allocsites.sample.DeepCaller");
    }

    @Test
    void shouldNotFindAnApplicationWhereThereIsNone() {
        stacks.application(new ApplicationPackages(List.of("com.acme")));
        DeepCaller.call(20, this::capture);
        assertThat(stacks.applicationFrame(sites().get(0).frames().get(0))).isNull();
    }

    private static void beyond(int frames, Runnable work) {
        if (frames == 0) {
            work.run();
        } else {
            IntStream.of(frames).forEach(left -> beyond(left - 1, work));
        }
    }

    @Test
    void shouldSayNothingWhenThereAreNoFrames() {
        assertThat(text(List.of())).isEmpty();
        assertThat(text(List.of(FrameTable.UNKNOWN))).containsExactly("(frame table full)");
    }
}
