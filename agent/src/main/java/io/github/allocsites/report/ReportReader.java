// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes records of what {@link JsonWriter} and {@link JsonDump} wrote. What a later writer may add is passed over; what
 * an earlier one did not write yet is null or 0, except for what totals and rows are made of.
 */
final class ReportReader {
    private ReportReader() {}

    static SavedReport read(String text) throws UnreadableReportException {
        if (!(JsonReader.read(text) instanceof Map<?, ?> members) || !members.containsKey("format")) {
            throw new UnreadableReportException("is JSON, but no report of allocsites: it has no field format");
        }
        JsonFields json = new JsonFields(members, "");
        long format = json.requiredWhole("format");
        if (format != Report.FORMAT) {
            throw new UnreadableReportException(
                    "is of format " + format + ", and this version reads format " + Report.FORMAT);
        }
        Report report = report(json);
        GroupBy groupBy = oneOf(json, "groupBy", GroupBy.values(), GroupBy::text);
        if (groupBy == GroupBy.SITE && json.has("callSites")) {
            List<CallSite> callSites = callSites(json, report.sites());
            return new SavedReport(
                    report, SavedRows.snapshot(report, report.sites(), callSites), List.of(GroupBy.values()));
        }
        return SavedRows.of(report, groupBy);
    }

    private static Report report(JsonFields json) throws UnreadableReportException {
        List<Site> sites = new ArrayList<>();
        for (JsonFields row : json.objects("sites")) {
            sites.add(site(row));
        }
        return new Report(
                Report.FORMAT,
                oneOf(json, "status", Status.values(), Status::name),
                json.text("reason"),
                json.has("installedBy") ? oneOf(json, "installedBy", InstalledBy.values(), InstalledBy::name) : null,
                time(json, "since", Instant::parse),
                time(json, "elapsed", Duration::parse),
                totals(json.object("totals")),
                memory(json.object("memory")),
                table(json.object("table")),
                agent(json.object("agent")),
                json.requiredText("groupBy"),
                json.has("matched") ? json.small("matched") : sites.size(),
                sites.size(),
                sites);
    }

    private static Totals totals(JsonFields json) throws UnreadableReportException {
        return json == null
                ? null
                : new Totals(
                        json.requiredWhole("count"),
                        json.requiredWhole("bytes"),
                        json.whole("jvmBytes"),
                        json.fraction("ratio"));
    }

    private static MemoryUse memory(JsonFields json) throws UnreadableReportException {
        return json == null
                ? new MemoryUse(0, null, 0, null, null)
                : new MemoryUse(
                        json.wholeOrZero("heapUsedBytes"),
                        json.whole("heapAfterGcBytes"),
                        json.wholeOrZero("heapPeakBytes"),
                        json.whole("residentBytes"),
                        json.whole("residentPeakBytes"));
    }

    private static TableUse table(JsonFields json) throws UnreadableReportException {
        return json == null
                ? null
                : new TableUse(
                        json.smallOrZero("capacityBuckets"),
                        json.smallOrZero("occupiedBuckets"),
                        json.wholeOrZero("droppedEvents"),
                        json.wholeOrZero("bytes"));
    }

    private static AgentUse agent(JsonFields json) throws UnreadableReportException {
        return json == null
                ? null
                : new AgentUse(
                        json.text("version"),
                        json.wholeOrZero("instrumentedClasses"),
                        json.wholeOrZero("skippedClasses"),
                        json.wholeOrZero("skippedMethods"),
                        json.smallOrZero("probes"),
                        json.wholeOrZero("ownBytes"),
                        json.wholeOrZero("maxBytes"),
                        json.wholeOrZero("heapBytes"),
                        json.wholeOrZero("allocatedBytes"),
                        json.wholeOrZero("transformNanos"),
                        json.wholeOrZero("stacks"),
                        json.wholeOrZero("stackNanos"),
                        json.fractionOrZero("stacksPerSecond"));
    }

    private static Site site(JsonFields json) throws UnreadableReportException {
        return new Site(
                json.requiredText("id"),
                json.text("site"),
                json.text("className"),
                json.text("method"),
                json.text("file"),
                json.small("line"),
                json.text("type"),
                json.requiredWhole("count"),
                json.requiredWhole("bytes"),
                json.fractionOrZero("share"),
                json.flag("estimated"),
                json.small("samples"),
                json.texts("stack"));
    }

    private static List<CallSite> callSites(JsonFields json, List<Site> sites) throws UnreadableReportException {
        Map<String, Site> byId = new HashMap<>();
        sites.forEach(site -> byId.put(site.id(), site));
        List<Frame> frames = new ArrayList<>();
        for (JsonFields frame : json.objects("frames")) {
            frames.add(new Frame(
                    frame.requiredText("className"),
                    frame.requiredText("method"),
                    frame.text("file"),
                    frame.small("line")));
        }
        List<CallSite> callSites = new ArrayList<>();
        for (JsonFields part : json.objects("callSites")) {
            Site site = byId.get(part.requiredText("site"));
            if (site == null) {
                throw part.wrong("site", "the id of a row");
            }
            callSites.add(callSite(part, site, frames));
        }
        return callSites;
    }

    private static CallSite callSite(JsonFields part, Site site, List<Frame> frames) throws UnreadableReportException {
        return new CallSite(
                site,
                part.picked("frames", frames),
                part.at("application", frames),
                part.requiredWhole("count"),
                part.requiredWhole("bytes"),
                part.flag("estimated"),
                part.small("samples"));
    }

    private static <E> E oneOf(JsonFields json, String name, E[] values, Function<E, String> text)
            throws UnreadableReportException {
        String wanted = json.requiredText(name);
        List<String> known = new ArrayList<>();
        for (E value : values) {
            if (text.apply(value).equals(wanted)) {
                return value;
            }
            known.add(text.apply(value));
        }
        throw json.wrong(name, "one of " + String.join(", ", known));
    }

    private static <T> T time(JsonFields json, String name, Function<String, T> parser)
            throws UnreadableReportException {
        String text = json.text(name);
        try {
            return text == null ? null : parser.apply(text);
        } catch (DateTimeException bad) {
            throw json.wrong(name, "a time as ISO 8601 has it");
        }
    }
}
