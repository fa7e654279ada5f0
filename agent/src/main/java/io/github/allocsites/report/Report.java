// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to a query, and the model of every format. Totals and shares are those of the whole snapshot, whatever the
 * query leaves out.
 *
 * @param format version of this structure, 1
 * @param status whether allocations are being counted
 * @param reason why they are not, or what was given up for want of memory; null otherwise
 * @param installedBy the way the agent came in; null when it did not
 * @param since beginning of the counts; null when the agent is not installed
 * @param elapsed time since then; null when the agent is not installed
 * @param totals sums; null when the agent is not installed
 * @param memory what the process holds
 * @param table state of the call-site table; null when the agent is not installed
 * @param agent what the agent is and costs; null when it is not installed
 * @param groupBy what makes one row, as queries name it
 * @param matched rows that pass the query's filters
 * @param returned rows shown
 * @param sites the rows shown, in the query's order
 */
public record Report(
        int format,
        Status status,
        String reason,
        InstalledBy installedBy,
        Instant since,
        Duration elapsed,
        Totals totals,
        MemoryUse memory,
        TableUse table,
        AgentUse agent,
        String groupBy,
        int matched,
        int returned,
        List<Site> sites) {
    /** Version of the structure. */
    public static final int FORMAT = 1;

    public Report {
        sites = List.copyOf(sites);
    }

    /** Filters, groups, sorts and limits the rows of a snapshot. */
    public static Report of(Snapshot snapshot, Query query) {
        List<Site> rows = rows(snapshot, query);
        rows.sort(query.sort().order());
        int returned = Math.min(query.limit(), rows.size());
        return new Report(
                FORMAT,
                snapshot.status(),
                snapshot.reason(),
                snapshot.installedBy(),
                snapshot.since(),
                snapshot.elapsed(),
                snapshot.totals(),
                snapshot.memory(),
                snapshot.table(),
                snapshot.agent(),
                query.groupBy().text(),
                rows.size(),
                returned,
                rows.subList(0, returned));
    }

    /** The same report with other rows. */
    Report with(List<Site> rows) {
        return new Report(
                format,
                status,
                reason,
                installedBy,
                since,
                elapsed,
                totals,
                memory,
                table,
                agent,
                groupBy,
                matched,
                rows.size(),
                rows);
    }

    private static List<Site> rows(Snapshot snapshot, Query query) {
        List<Site> kept = new ArrayList<>();
        for (Site site : snapshot.sites()) {
            if (query.keeps(site)) {
                kept.add(site);
            }
        }
        long totalBytes = snapshot.totals() == null ? 0 : snapshot.totals().bytes();
        return switch (query.groupBy()) {
            case SITE -> kept;
            case APP -> StackGroups.byApplicationFrame(query.keep(snapshot.callSites()), totalBytes);
            case STACK -> StackGroups.byStack(query.keep(snapshot.callSites()), totalBytes);
            case METHOD, CLASS, TYPE -> Groups.of(kept, query.groupBy(), totalBytes);
        };
    }
}
