// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.Site;
import io.github.allocsites.sample.DeepCaller;
import io.github.allocsites.table.CallSiteTable;
import io.github.allocsites.table.Hook;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SiteRowsTests {
    private static final int DEPTH = 8;
    private static final AtomicLong IDS = new AtomicLong(1L << 40);
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.Rows", "m", "()V", "Rows.java");

    private final CallSiteTable table = Recording.table();
    private final WalkedStacks stacks = new WalkedStacks(table, DEPTH, new OwnCost());
    private final ProbeTotals before = Recording.totals();
    private final long id = IDS.incrementAndGet();

    private int probe(long probeId, int line, int sizeBytes) {
        return Recording.addProbe(new Probe(probeId, METHOD, line, "byte[]", sizeBytes));
    }

    private static void events(int probe, int events) {
        for (int i = 0; i < events; i++) {
            Hook.fixed(Thread.currentThread(), probe);
        }
    }

    /** Under so many frames of one method. */
    private void capture(int probe, int callers, long bytes) {
        DeepCaller.call(callers, () -> stacks.capture(probe, 1, bytes));
    }

    private List<Site> rows() {
        return new SiteRows(stacks, false)
                .of(Recording.totals().since(before), ProbeTotals.none(), table.snapshot())
                .sites();
    }

    private long callersShown() {
        assertThat(rows()).hasSize(1);
        return rows().get(0).stack().stream()
                .filter(frame -> frame.startsWith("io.github.allocsites.sample.DeepCaller"))
                .count();
    }

    @Test
    void shouldMakeOneRowOfProbesThatShareAnId() {
        events(probe(id, 7, 16), 3);
        events(probe(id, 7, 24), 2);
        List<Site> rows = rows();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).count()).isEqualTo(5);
        assertThat(rows.get(0).bytes()).isEqualTo(96);
        assertThat(rows.get(0).site()).isEqualTo("com.acme.Rows.m(Rows.java:7)");
        assertThat(rows.get(0).share()).isEqualTo(1);
    }

    @Test
    void shouldBeginWithTheMostBytes() {
        events(probe(id, 1, 16), 2);
        events(probe(IDS.incrementAndGet(), 2, 1024), 1);
        events(probe(IDS.incrementAndGet(), 3, 16), 1);
        probe(IDS.incrementAndGet(), 4, 16);
        assertThat(rows()).extracting(Site::line).containsExactly(2, 1, 3);
    }

    @Test
    void shouldShowTheStackOfTheMostBytes() {
        int probe = probe(id, 1, 16);
        int other = probe(id, 1, 24);
        events(probe, 3);
        capture(probe, 1, 10);
        capture(probe, 3, 30);
        capture(probe, 5, 20);
        assertThat(callersShown()).isEqualTo(3);
        events(other, 2);
        capture(other, 7, 40);
        assertThat(callersShown()).isEqualTo(7);
        events(probe, 10);
        capture(probe, 2, 100);
        assertThat(callersShown()).isEqualTo(2);
    }
}
