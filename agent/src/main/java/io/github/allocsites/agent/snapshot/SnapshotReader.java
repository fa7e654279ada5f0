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
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Turns the stores' numbers into a snapshot. Thread-safe. */
public final class SnapshotReader {
    private final InstalledBy installedBy;
    private final InstrumentationLog log;
    private final OwnCost cost;
    private final WalkedStacks stacks;
    private final SiteRows rows;
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
        this.memory = memory;
        this.heap = heap;
    }

    /** Everything counted since the epoch began. */
    public Snapshot read(Epochs.Epoch since, long droppedEvents) {
        Long jvmBytes = cost.othersAllocatedBytes();
        ProbeTotals totals = Recording.totals().since(since.baseline());
        TableSnapshot table = Recording.table().snapshot();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - since.startedNanos());
        SiteRows.Rows read = rows.of(totals, since.beforeStacks(), table);
        return new Snapshot(
                Status.RECORDING,
                reason(read),
                installedBy,
                since.since(),
                elapsed,
                totals(totals, jvmBytes == null ? null : jvmBytes - since.jvmBytes()),
                memory.read(),
                new TableUse(table.capacityBuckets(), table.occupiedBuckets(), droppedEvents, table.bytes()),
                agent(since, elapsed),
                read.sites(),
                read.callSites());
    }

    /** What was given up for want of memory, and what nobody found. */
    private String reason(SiteRows.Rows read) {
        String givenUp = GivenUp.text(Recording.bounds());
        String unmatched = unmatched(read);
        return givenUp == null || unmatched == null
                ? givenUp == null ? unmatched : givenUp
                : givenUp + "; " + unmatched;
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

    private AgentUse agent(Epochs.Epoch since, Duration elapsed) {
        return new AgentUse(
                Version.TEXT,
                log.instrumentedClasses(),
                log.skippedClasses(),
                log.skippedMethods(),
                Recording.probes().count(),
                Recording.ownBytes(),
                Recording.bounds().memoryMaxBytes(),
                Recording.ownHeapBytes() + stacks.heapBytes() + heap.getAsLong(),
                cost.allocatedBytes(),
                cost.transformNanos(),
                cost.stacks(),
                cost.stackNanos(),
                (cost.stacks() - since.stacks()) * 1e9 / Math.max(1, elapsed.toNanos()));
    }
}
