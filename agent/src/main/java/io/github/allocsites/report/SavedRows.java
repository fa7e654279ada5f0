// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the rows of a report still tell of sites and stacks, where they are all there is. Says nothing that the rows do
 * not: bytes of a row by site go to no caller, although the row shows one of its stacks.
 */
final class SavedRows {
    private static final List<GroupBy> OF_SITES = List.of(GroupBy.SITE, GroupBy.METHOD, GroupBy.CLASS, GroupBy.TYPE);
    private static final List<GroupBy> OF_STACKS =
            List.of(GroupBy.STACK, GroupBy.SITE, GroupBy.METHOD, GroupBy.CLASS, GroupBy.TYPE);
    private static final String ALL_TYPES = "(all types)";

    private SavedRows() {}

    static SavedReport of(Report report, GroupBy groupBy) {
        return switch (groupBy) {
            case SITE -> new SavedReport(report, bySite(report), OF_SITES);
            case STACK -> new SavedReport(report, byStack(report), OF_STACKS);
            case APP -> new SavedReport(report, byApplicationFrame(report), List.of(GroupBy.APP));
            case METHOD, CLASS, TYPE -> new SavedReport(report, null, List.of(groupBy));
        };
    }

    static Snapshot snapshot(Report report, List<Site> sites, List<CallSite> callSites) {
        return new Snapshot(
                report.status(),
                report.reason(),
                report.installedBy(),
                report.since(),
                report.elapsed(),
                report.totals(),
                report.memory(),
                report.table(),
                report.agent(),
                sites,
                callSites);
    }

    private static Snapshot bySite(Report report) {
        List<CallSite> callSites = new ArrayList<>();
        for (Site site : report.sites()) {
            callSites.add(part(site, List.of(), null, site));
        }
        return snapshot(report, report.sites(), callSites);
    }

    /** The place takes the part of the site: what was allocated on its behalf, and where, is not known. */
    private static Snapshot byApplicationFrame(Report report) {
        List<Site> sites = new ArrayList<>();
        List<CallSite> callSites = new ArrayList<>();
        for (Site row : report.sites()) {
            Frame frame = row.className() == null ? FrameText.parse(String.valueOf(row.site())) : place(row);
            Site site = new Site(
                    row.id(),
                    row.site(),
                    frame.className(),
                    frame.method(),
                    frame.file(),
                    frame.line(),
                    ALL_TYPES,
                    row.count(),
                    row.bytes(),
                    row.share(),
                    row.estimated(),
                    row.samples(),
                    row.stack());
            sites.add(site);
            callSites.add(part(site, List.of(frame), frame.method().isEmpty() ? null : frame, row));
        }
        return snapshot(report, sites, callSites);
    }

    private static Snapshot byStack(Report report) {
        Map<Place, StackSite> places = new LinkedHashMap<>();
        for (Site row : report.sites()) {
            places.computeIfAbsent(Place.of(row), StackSite::new).add(row);
        }
        long totalBytes = report.totals() == null ? 0 : report.totals().bytes();
        List<Site> sites = new ArrayList<>();
        List<CallSite> callSites = new ArrayList<>();
        for (StackSite place : places.values()) {
            place.finish(totalBytes, sites, callSites);
        }
        sites.sort(SortBy.BYTES.order());
        return snapshot(report, sites, callSites);
    }

    private static Frame place(Site row) {
        return new Frame(
                SiteId.normalise(String.valueOf(row.className())),
                row.method() == null ? "" : row.method(),
                row.file(),
                row.line());
    }

    private static CallSite part(Site site, List<Frame> frames, Frame application, Site row) {
        return new CallSite(site, frames, application, row.count(), row.bytes(), row.estimated(), row.samples());
    }

    private static List<Frame> frames(Site row) {
        List<Frame> frames = new ArrayList<>();
        for (String text : row.stack() == null ? List.<String>of() : row.stack()) {
            frames.add(FrameText.parse(text));
        }
        return StackGroups.isNoStack(frames) ? List.of() : frames;
    }

    /** What the stacks of a site have in common; overloads on one line have it, too. */
    private record Place(String className, String method, String file, Integer line, String type) {
        static Place of(Site row) {
            return new Place(SiteId.normalise(row.className()), row.method(), row.file(), row.line(), row.type());
        }

        String id() {
            return SiteId.text(SiteId.of(className, method, null, line == null ? 0 : line, type));
        }
    }

    /** Rows of one place, by the site that the id of each gives away. */
    private static final class StackSite {
        private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

        private final Place place;
        private final Map<String, List<Site>> rows = new LinkedHashMap<>();
        private final List<Site> unsure = new ArrayList<>();

        StackSite(Place place) {
            this.place = place;
        }

        void add(Site row) {
            List<Frame> frames = frames(row);
            // the text of a frame without a file does not tell its line, which is in the id
            boolean isTold = frames.stream().allMatch(frame -> frame.file() != null);
            if (isTold && ID.matcher(row.id()).matches()) {
                String id = StackGroups.siteId(row.id(), frames);
                rows.computeIfAbsent(id, each -> new ArrayList<>()).add(row);
            } else {
                unsure.add(row);
            }
        }

        void finish(long totalBytes, List<Site> sites, List<CallSite> callSites) {
            if (!unsure.isEmpty()) {
                String id =
                        rows.isEmpty() ? place.id() : rows.keySet().iterator().next();
                rows.computeIfAbsent(id, each -> new ArrayList<>()).addAll(unsure);
            }
            rows.forEach((id, stacks) -> {
                Site site = site(id, stacks, totalBytes);
                sites.add(site);
                for (Site row : stacks) {
                    callSites.add(part(site, frames(row), null, row));
                }
            });
        }

        private static Site site(String id, List<Site> stacks, long totalBytes) {
            long count = 0;
            long bytes = 0;
            Site heaviest = null;
            for (Site row : stacks) {
                count += row.count();
                bytes += row.bytes();
                boolean isHeavier = heaviest == null || row.bytes() > heaviest.bytes();
                heaviest = !frames(row).isEmpty() && isHeavier ? row : heaviest;
            }
            Site any = stacks.get(0);
            return new Site(
                    id,
                    any.site(),
                    any.className(),
                    any.method(),
                    any.file(),
                    any.line(),
                    any.type(),
                    count,
                    bytes,
                    totalBytes == 0 ? 0 : (double) bytes / totalBytes,
                    false,
                    null,
                    heaviest == null ? List.of() : heaviest.stack());
        }
    }
}
