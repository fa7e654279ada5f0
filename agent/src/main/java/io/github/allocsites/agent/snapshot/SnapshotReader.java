// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.agent.instrument.InstrumentationLog;
import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Turns the stores' numbers into a snapshot. Thread-safe. */
public final class SnapshotReader {
    private final InstalledBy installedBy;
    private final InstrumentationLog log;
    private final OwnCost cost;
    private final WalkedStacks stacks;
    private final SiteRows rows;
    private final boolean everyStack;
    private final ProcessMemory memory;
    private final LongSupplier heap;

    /** {@code heap} answers what else of ours is on the heap. */
    public SnapshotReader(
            InstalledBy installedBy,
            InstrumentationLog log,
            OwnCost cost,
            WalkedStacks stacks,
            boolean everyStack,
            ProcessMemory memory,
            LongSupplier heap) {
        this.installedBy = installedBy;
        this.log = log;
        this.cost = cost;
        this.stacks = stacks;
        this.rows = new SiteRows(stacks, everyStack);
        this.everyStack = everyStack;
        this.memory = memory;
        this.heap = heap;
    }

    /** Everything recorded since installation, or since a reset. */
    public Snapshot epoch(Interval interval) {
        SiteRows.Rows read = rows(interval);
        return snapshot(interval, read, unmatched(read));
    }

    /** What was recorded in a part of it: that the application is not among it is nobody's mistake. */
    public Snapshot part(Interval interval) {
        return snapshot(interval, rows(interval), null);
    }

    private SiteRows.Rows rows(Interval interval) {
        return rows.of(interval.totals(), interval.totalsBeforeStacks(), interval.callSites(everyStack));
    }

    private Snapshot snapshot(Interval interval, SiteRows.Rows read, String unmatched) {
        TableSnapshot table = interval.table();
        return new Snapshot(
                interval.pauseReason() == null ? Status.RECORDING : Status.PAUSED,
                reason(interval, unmatched),
                installedBy,
                interval.since(),
                interval.elapsed(),
                totals(interval.totals(), interval.jvmBytes()),
                memory.read(),
                new TableUse(table.capacityBuckets(), table.occupiedBuckets(), interval.droppedEvents(), table.bytes()),
                agent(interval),
                read.sites(),
                read.callSites());
    }

    /** That recording is paused, what was given up for want of memory, and what nobody found. */
    private static String reason(Interval interval, String unmatched) {
        List<String> reasons = new ArrayList<>(3);
        for (String each : new String[] {interval.pauseReason(), GivenUp.text(Recording.bounds()), unmatched}) {
            if (each != null) {
                reasons.add(each);
            }
        }
        return reasons.isEmpty() ? null : String.join("; ", reasons);
    }

    private String unmatched(SiteRows.Rows read) {
        if (stacks.application().isEmpty()) {
            return null;
        }
        boolean isSeen = read.callSites().stream().anyMatch(callSite -> callSite.application() != null);
        return isSeen
                        || read.callSites().stream()
                                .allMatch(callSite -> callSite.frames().isEmpty())
                ? null
                : "no frame so far is in allocsites.app-packages=" + stacks.application();
    }

    /** Rows of some totals, with the stacks known so far. */
    public List<Site> sites(ProbeTotals totals) {
        return rows.of(totals, ProbeTotals.none(), Recording.table().snapshot()).sites();
    }

    private static Totals totals(ProbeTotals totals, Long jvmBytes) {
        Double ratio = jvmBytes == null || jvmBytes <= 0 ? null : (double) totals.bytes() / jvmBytes;
        return new Totals(totals.count(), totals.bytes(), jvmBytes, ratio);
    }

    private AgentUse agent(Interval interval) {
        return new AgentUse(
                Version.TEXT,
                log.instrumentedClasses(),
                log.skippedClasses(),
                log.skippedMethods(),
                Recording.probes().count(),
                Recording.ownBytes(),
                Recording.bounds().memoryMaxBytes(),
                Recording.ownHeapBytes() + stacks.heapBytes() + rows.heapBytes() + heap.getAsLong(),
                cost.allocatedBytes(),
                cost.transformNanos(),
                cost.stacks(),
                cost.stackNanos(),
                interval.stacksPerSecond());
    }
}
