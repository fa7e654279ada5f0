// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything known at one moment, immutable: totals, shares and rows are of the same moment, and the totals equal the
 * sum over the rows.
 *
 * @param status whether allocations are being counted
 * @param reason why they are not, or what was given up for want of memory; null otherwise
 * @param installedBy the way the agent came in; null when it did not
 * @param since beginning of the counts; null when the agent is not installed
 * @param elapsed time since then; null when the agent is not installed
 * @param totals sums; null when the agent is not installed
 * @param memory what the process holds, always there
 * @param table state of the call-site table; null when the agent is not installed
 * @param agent what the agent is and costs; null when it is not installed
 * @param sites every row, most bytes first
 * @param callSites the parts of all rows by stack
 */
public record Snapshot(
        Status status,
        String reason,
        InstalledBy installedBy,
        Instant since,
        Duration elapsed,
        Totals totals,
        MemoryUse memory,
        TableUse table,
        AgentUse agent,
        List<Site> sites,
        List<CallSite> callSites) {

    public Snapshot {
        sites = List.copyOf(sites);
        callSites = List.copyOf(callSites);
    }

    /** The same with other parts. */
    Snapshot with(List<CallSite> parts) {
        return new Snapshot(status, reason, installedBy, since, elapsed, totals, memory, table, agent, sites, parts);
    }
}
