// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnHeap;
import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.TableSnapshot;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** Makes the rows of a snapshot, one for each site id, also where several probes share it; and their call sites. */
final class SiteRows {
    private final WalkedStacks stacks;
    private final boolean everyStack;

    /** By probe. Readers that race lose each other's work, and make it again. */
    private volatile Place[] places = {};

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
                Row row = byId.get(probe.id());
                if (row == null) {
                    row = new Row(number, probe);
                    byId.put(probe.id(), row);
                }
                row.add(number, totals, before, parts);
            }
        }
        return rows(byId, totals.bytes());
    }

    private static final class Row implements Comparable<Row> {
        final int number;
        final Probe probe;
        final List<Part> parts = new ArrayList<>(1);
        long count;
        long bytes;

        Row(int number, Probe probe) {
            this.number = number;
            this.probe = probe;
        }

        void add(int number, ProbeTotals totals, ProbeTotals before, StackParts stacks) {
            count += totals.count(number);
            bytes += totals.bytes(number);
            boolean isFirst = parts.isEmpty(); // the stacks of one probe are no two alike
            stacks.divide(
                    number,
                    totals.count(number),
                    totals.bytes(number),
                    before.count(number),
                    before.bytes(number),
                    isFirst ? parts::add : this::merge);
        }

        /** Most bytes first, then in the order of the ids' texts; to compare these takes longer than all the rest. */
        @Override
        public int compareTo(Row other) {
            return bytes != other.bytes
                    ? Long.compare(other.bytes, bytes)
                    : Long.compareUnsigned(probe.id(), other.probe.id());
        }

        private void merge(Part part) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).frames().equals(part.frames())) {
                    parts.set(i, parts.get(i).plus(part));
                    return;
                }
            }
            parts.add(part);
        }
    }

    private Rows rows(Map<Long, Row> byId, long allBytes) {
        Row[] rows = byId.values().toArray(new Row[0]);
        Arrays.sort(rows);
        List<Site> sites = new ArrayList<>(rows.length);
        List<CallSite> callSites = new ArrayList<>();
        for (Row row : rows) {
            Site site = site(row, allBytes);
            sites.add(site);
            for (Part part : row.parts) {
                callSites.add(callSite(site, part));
            }
        }
        return new Rows(sites, callSites);
    }

    private CallSite callSite(Site site, Part part) {
        List<Frame> frames = frames(part.frames());
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

    private List<Frame> frames(List<Long> words) {
        Frame[] frames = new Frame[words.size()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = stacks.frame(words.get(i));
        }
        return List.of(frames);
    }

    private Site site(Row row, long allBytes) {
        Probe.ProbeMethod method = row.probe.method();
        int line = row.probe.line();
        Place place = place(row.number, row.probe);
        return new Site(
                place.id(),
                place.site(),
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
                text(frames(heaviest(row))));
    }

    /** Kept, for making it takes longer than all the rest of a row. A racer's is equal. */
    private Place place(int number, Probe probe) {
        Place[] present = places;
        Place known = number < present.length ? present[number] : null;
        if (known == null) {
            known = Place.of(probe);
            if (number >= present.length) {
                present = Arrays.copyOf(
                        present, Math.max(number + 1, Recording.probes().count()));
                places = present;
            }
            present[number] = known;
        }
        return known;
    }

    /** Heap memory that is kept. */
    long heapBytes() {
        Place[] present = places;
        long bytes = OwnHeap.references(present.length);
        for (Place place : present) {
            bytes += place == null ? 0 : place.heapBytes();
        }
        return bytes;
    }

    /**
     * What a probe's row says wherever it is shown.
     *
     * @param heapBytes of all of it, for every report asks
     */
    private record Place(String id, String site, int heapBytes) {
        static Place of(Probe probe) {
            Probe.ProbeMethod method = probe.method();
            int line = probe.line() == 0 ? -1 : probe.line();
            String id = SiteId.text(probe.id());
            String site = new StackTraceElement(method.className(), method.name(), method.file(), line).toString();
            long bytes = OwnHeap.object(Place.class) + OwnHeap.text(id) + OwnHeap.text(site);
            return new Place(id, site, (int) bytes);
        }
    }

    private static List<Long> heaviest(Row row) {
        Part heaviest = null;
        for (Part part : row.parts) {
            if (!part.frames().isEmpty() && (heaviest == null || part.bytes() > heaviest.bytes())) {
                heaviest = part;
            }
        }
        return heaviest == null ? List.of() : heaviest.frames();
    }

    /** Made into text when somebody looks: most rows of a snapshot are shown to nobody. */
    private static List<String> text(List<Frame> frames) {
        return frames.isEmpty() ? List.of() : new FrameTexts(frames);
    }

    private static final class FrameTexts extends AbstractList<String> implements RandomAccess {
        private final List<Frame> frames;

        FrameTexts(List<Frame> frames) {
            this.frames = frames;
        }

        @Override
        public String get(int index) {
            return frames.get(index).toString();
        }

        @Override
        public int size() {
            return frames.size();
        }
    }
}
