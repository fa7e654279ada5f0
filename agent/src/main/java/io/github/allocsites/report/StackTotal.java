// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was allocated by one stack and type, as formats of stacks write it.
 *
 * <pre>
 *   byte[]                       what was allocated: a frame without a method
 *   com.acme.Order.parse         the site
 *   com.acme.Orders.read         its callers, as far as they are kept
 *   com.acme.Main.main
 *
 *   byte[]                       where no stack is known
 *   com.acme.Order.parse
 *   (no stack)
 * </pre>
 *
 * @param frames the frames, what was allocated first
 * @param count events
 * @param bytes bytes of these events
 */
record StackTotal(List<Frame> frames, long count, long bytes) {
    private static final Frame NO_STACK = new Frame(StackGroups.NO_STACK, "", null, null);
    private static final Frame OVERFLOW = new Frame("(overflow)", "", null, null);

    private static final Comparator<Frame> BY_PLACE = Comparator.comparing(Frame::className)
            .thenComparing(Frame::method)
            .thenComparing(Frame::line, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Frame::file, Comparator.nullsFirst(Comparator.naturalOrder()));

    StackTotal {
        frames = List.copyOf(frames);
    }

    /** What a query keeps, in its order, no stack twice; equal ones in the same order in every process. */
    static List<StackTotal> of(Snapshot snapshot, Query query) {
        List<StackTotal> totals = sorted(merged(query.keep(snapshot.callSites())), query.sort());
        return totals.size() <= query.limit() ? totals : totals.subList(0, query.limit());
    }

    /** The first of some stacks, and one that stands for the rest where there are more than allowed. */
    static List<StackTotal> atMost(int most, List<StackTotal> totals) {
        if (totals.size() <= most) {
            return totals;
        }
        long count = 0;
        long bytes = 0;
        for (StackTotal rest : totals.subList(most - 1, totals.size())) {
            count += rest.count;
            bytes += rest.bytes;
        }
        List<StackTotal> kept = new ArrayList<>(totals.subList(0, most - 1));
        kept.add(new StackTotal(List.of(OVERFLOW), count, bytes));
        return kept;
    }

    /** The part of a snapshot that stands for stacks that have none of their own. */
    static CallSite overflow(long count, long bytes) {
        Site site = new Site(
                SiteId.text(0),
                OVERFLOW.className(),
                OVERFLOW.className(),
                "",
                null,
                null,
                null,
                count,
                bytes,
                0,
                false,
                null,
                List.of());
        return new CallSite(site, List.of(), null, count, bytes, false, null);
    }

    private StackTotal plus(StackTotal other) {
        return new StackTotal(frames, count + other.count, bytes + other.bytes);
    }

    private static List<StackTotal> merged(List<CallSite> callSites) {
        Map<List<Frame>, StackTotal> totals = new LinkedHashMap<>();
        for (CallSite part : callSites) {
            if (part.count() != 0 || part.bytes() != 0) {
                List<Frame> frames = frames(part);
                totals.merge(frames, new StackTotal(frames, part.count(), part.bytes()), StackTotal::plus);
            }
        }
        return new ArrayList<>(totals.values());
    }

    private static List<Frame> frames(CallSite part) {
        Site site = part.site();
        if (site.type() == null) {
            return List.of(OVERFLOW);
        }
        List<Frame> frames = new ArrayList<>(part.frames().size() + 3);
        frames.add(new Frame(SiteId.normalise(site.type()), "", null, null));
        frames.addAll(part.frames());
        if (part.frames().isEmpty()) {
            frames.add(new Frame(SiteId.normalise(site.className()), site.method(), site.file(), site.line()));
            frames.add(NO_STACK);
        }
        return frames;
    }

    private static List<StackTotal> sorted(List<StackTotal> totals, SortBy sort) {
        Comparator<StackTotal> ascending = sort == SortBy.BYTES
                ? Comparator.comparingLong(StackTotal::bytes).thenComparingLong(StackTotal::count)
                : Comparator.comparingLong(StackTotal::count).thenComparingLong(StackTotal::bytes);
        totals.sort(ascending.reversed().thenComparing(StackTotal::compareFrames));
        return totals;
    }

    private static int compareFrames(StackTotal one, StackTotal other) {
        int common = Math.min(one.frames.size(), other.frames.size());
        for (int i = 0; i < common; i++) {
            int order = BY_PLACE.compare(one.frames.get(i), other.frames.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.frames.size(), other.frames.size());
    }
}
