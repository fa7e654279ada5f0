// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the rows of a snapshot, one for each site id, also where several probes share it; and their call sites. */
final class SiteRows {
    private static final Comparator<Site> MOST_BYTES_FIRST =
            Comparator.comparingLong(Site::bytes).reversed().thenComparing(Site::id);

    private final WalkedStacks stacks;
    private final boolean everyStack;

    /**
     * @param everyStack whether a stack stands for its own event alone
     */
    SiteRows(WalkedStacks stacks, boolean everyStack) {
        this.stacks = stacks;
        this.everyStack = everyStack;
    }

    /** Rows, most bytes first, and the call sites of all of them. */
    record Rows(List<Site> sites, List<CallSite> callSites) {}

    /**
     * @param totals what was counted
     * @param before the part of it from before stacks were captured
     */
    Rows of(ProbeTotals totals, ProbeTotals before, TableSnapshot table) {
        StackParts parts = new StackParts(table, everyStack);
        Map<Long, Row> byId = new LinkedHashMap<>();
        for (int number = 0; number < totals.probes(); number++) {
            if (totals.count(number) > 0) {
                Probe probe = Recording.probes().get(number);
                byId.computeIfAbsent(probe.id(), id -> new Row(probe)).add(number, totals, before, parts);
            }
        }
        return rows(byId, totals.bytes());
    }

    private static final class Row {
        final Probe probe;
        final Map<List<Long>, Part> parts = new LinkedHashMap<>();
        long count;
        long bytes;

        Row(Probe probe) {
            this.probe = probe;
        }

        void add(int number, ProbeTotals totals, ProbeTotals before, StackParts stacks) {
            count += totals.count(number);
            bytes += totals.bytes(number);
            stacks.divide(
                    number,
                    totals.count(number),
                    totals.bytes(number),
                    before.count(number),
                    before.bytes(number),
                    part -> parts.merge(part.frames(), part, Part::plus));
        }
    }

    private Rows rows(Map<Long, Row> byId, long allBytes) {
        List<Site> sites = new ArrayList<>(byId.size());
        List<CallSite> callSites = new ArrayList<>();
        Map<Long, Frame> frames = new LinkedHashMap<>();
        for (Row row : byId.values()) {
            Site site = site(row, allBytes, frames);
            sites.add(site);
            for (Part part : row.parts.values()) {
                callSites.add(callSite(site, part, frames));
            }
        }
        sites.sort(MOST_BYTES_FIRST);
        return new Rows(sites, callSites);
    }

    private CallSite callSite(Site site, Part part, Map<Long, Frame> known) {
        List<Frame> frames = frames(part.frames(), known);
        return new CallSite(
                site,
                frames,
                application(site, part, frames),
                part.count(),
                part.bytes(),
                part.estimated(),
                part.estimated() ? (int) Math.min(Integer.MAX_VALUE, part.samples()) : null);
    }

    /** Where the site itself is the application's, no stack is needed to know it. */
    private Frame application(Site site, Part part, List<Frame> frames) {
        if (stacks.isApplication(site.className())) {
            return new Frame(SiteId.normalise(site.className()), site.method(), site.file(), site.line());
        }
        Frame captured = part.frames().isEmpty()
                ? null
                : stacks.applicationFrame(part.frames().get(0));
        if (captured != null && stacks.isApplication(captured.className())) {
            return captured;
        }
        for (Frame frame : frames) {
            if (stacks.isApplication(frame.className())) {
                return frame;
            }
        }
        return null;
    }

    private List<Frame> frames(List<Long> words, Map<Long, Frame> known) {
        List<Frame> frames = new ArrayList<>(words.size());
        for (long word : words) {
            frames.add(known.computeIfAbsent(word, stacks::frame));
        }
        return frames;
    }

    private Site site(Row row, long allBytes, Map<Long, Frame> known) {
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
                text(frames(heaviest(row), known)));
    }

    private static List<Long> heaviest(Row row) {
        Part heaviest = null;
        for (Part part : row.parts.values()) {
            if (!part.frames().isEmpty() && (heaviest == null || part.bytes() > heaviest.bytes())) {
                heaviest = part;
            }
        }
        return heaviest == null ? List.of() : heaviest.frames();
    }

    private static List<String> text(List<Frame> frames) {
        List<String> text = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            text.add(frame.toString());
        }
        return text;
    }
}
