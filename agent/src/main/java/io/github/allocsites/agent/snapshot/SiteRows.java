// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the rows of a snapshot: one for each site id, also where several probes share it. */
final class SiteRows {
    private static final Comparator<Site> MOST_BYTES_FIRST =
            Comparator.comparingLong(Site::bytes).reversed().thenComparing(Site::id);

    private final WalkedStacks stacks;

    SiteRows(WalkedStacks stacks) {
        this.stacks = stacks;
    }

    private static final class Row {
        final Probe probe;
        long count;
        long bytes;
        CallSite stack;

        Row(Probe probe) {
            this.probe = probe;
        }

        void add(long events, long eventBytes, CallSite topStack) {
            count += events;
            bytes += eventBytes;
            if (topStack != null && (stack == null || topStack.bytes() > stack.bytes())) {
                stack = topStack;
            }
        }
    }

    List<Site> of(ProbeTotals totals, TableSnapshot table) {
        Map<Integer, CallSite> topStacks = topStacks(table);
        Map<Long, Row> byId = new LinkedHashMap<>();
        for (int number = 0; number < totals.probes(); number++) {
            if (totals.count(number) > 0) {
                Probe probe = Recording.probes().get(number);
                byId.computeIfAbsent(probe.id(), id -> new Row(probe))
                        .add(totals.count(number), totals.bytes(number), topStacks.get(number));
            }
        }
        return sites(byId, totals.bytes());
    }

    private static Map<Integer, CallSite> topStacks(TableSnapshot table) {
        Map<Integer, CallSite> top = new HashMap<>();
        for (CallSite callSite : table.callSites()) {
            top.merge(callSite.probe(), callSite, (a, b) -> b.bytes() > a.bytes() ? b : a);
        }
        return top;
    }

    private List<Site> sites(Map<Long, Row> byId, long allBytes) {
        List<Site> sites = new ArrayList<>(byId.size());
        for (Row row : byId.values()) {
            sites.add(site(row, allBytes));
        }
        sites.sort(MOST_BYTES_FIRST);
        return sites;
    }

    private Site site(Row row, long allBytes) {
        Probe.ProbeMethod method = row.probe.method();
        int line = row.probe.line();
        StackTraceElement place =
                new StackTraceElement(method.className(), method.name(), method.file(), line == 0 ? -1 : line);
        return new Site(
                SiteId.text(row.probe.id()),
                place.toString(),
                method.className(),
                method.name(),
                method.file(),
                line == 0 ? null : line,
                row.probe.type(),
                row.count,
                row.bytes,
                allBytes == 0 ? 0 : (double) row.bytes / allBytes,
                false,
                null,
                row.stack == null ? List.of() : stacks.text(row.stack.frames()));
    }
}
