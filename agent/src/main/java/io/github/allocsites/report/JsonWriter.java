// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes JSON: every field is always there, absent ones are null, times are ISO 8601, fractions have six decimals at
 * most. One row of the report a line.
 *
 * <p>The endpoint and the dump file both come from here, so they cannot differ. No state: any thread may use one at any
 * time.
 */
public final class JsonWriter implements ReportFormat {

    /** Creates a writer. */
    public JsonWriter() {}

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public String suffix() {
        return ".json";
    }

    /** Writes the report that the query asks for, in UTF-8. */
    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        write(Report.of(snapshot, query), writer);
        writer.flush();
    }

    /** Writes a report. */
    public void write(Report report, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        fields(json, report);
        json.end();
        json.newLine();
    }

    /** Writes one row. */
    public void write(Site site, Appendable out) throws IOException {
        site(new JsonText(out), site);
    }

    /** Writes one row with its types, stacks and their tree. */
    public void write(SiteDetail detail, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        fields(json, detail.row());
        rows(json, "types", detail.types());
        rows(json, "stacks", detail.stacks());
        json.begin("tree");
        tree(json, detail.tree());
        json.end();
        json.end();
        json.newLine();
    }

    private static void tree(JsonText json, CallTree tree) throws IOException {
        json.field("frame", tree.frame());
        json.field("count", tree.count());
        json.field("bytes", tree.bytes());
        json.beginArray("children");
        for (CallTree child : tree.children()) {
            json.element();
            json.begin();
            tree(json, child);
            json.end();
        }
        json.endArray();
    }

    /** Writes why a query was refused: parameter, value and what is allowed. */
    public void write(IllegalQueryException refusal, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        json.field("parameter", refusal.parameter());
        json.field("value", refusal.value());
        json.field("allowed", refusal.allowed());
        json.end();
    }

    /** Writes what was set. */
    public void write(Mark mark, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        json.field("mark", mark.id());
        json.field("since", mark.since());
        json.end();
    }

    /** Writes whether allocations are being counted, and why not. */
    public void write(Status status, String reason, Appendable out) throws IOException {
        JsonText json = new JsonText(out);
        json.begin();
        json.field("status", status);
        json.field("reason", reason);
        json.end();
    }

    /** Writes every field of a report. */
    static void fields(JsonText json, Report report) throws IOException {
        head(json, report);
        totals(json, report.totals());
        memory(json, report.memory());
        table(json, report.table());
        agent(json, report.agent());
        json.field("groupBy", report.groupBy());
        json.field("matched", report.matched());
        json.field("returned", report.returned());
        rows(json, "sites", report.sites());
    }

    private static void head(JsonText json, Report report) throws IOException {
        json.field("format", report.format());
        json.field("status", report.status());
        json.field("reason", report.reason());
        json.field("installedBy", report.installedBy());
        json.field("since", report.since());
        json.field("elapsed", report.elapsed());
    }

    private static void totals(JsonText json, Totals totals) throws IOException {
        if (totals == null) {
            json.absent("totals");
            return;
        }
        json.begin("totals");
        json.field("count", totals.count());
        json.field("bytes", totals.bytes());
        json.field("jvmBytes", totals.jvmBytes());
        json.field("ratio", totals.ratio());
        json.end();
    }

    private static void memory(JsonText json, MemoryUse memory) throws IOException {
        json.begin("memory");
        json.field("heapUsedBytes", memory.heapUsedBytes());
        json.field("heapAfterGcBytes", memory.heapAfterGcBytes());
        json.field("heapPeakBytes", memory.heapPeakBytes());
        json.field("residentBytes", memory.residentBytes());
        json.field("residentPeakBytes", memory.residentPeakBytes());
        json.end();
    }

    private static void table(JsonText json, TableUse table) throws IOException {
        if (table == null) {
            json.absent("table");
            return;
        }
        json.begin("table");
        json.field("capacityBuckets", table.capacityBuckets());
        json.field("occupiedBuckets", table.occupiedBuckets());
        json.field("droppedEvents", table.droppedEvents());
        json.field("bytes", table.bytes());
        json.end();
    }

    private static void agent(JsonText json, AgentUse agent) throws IOException {
        if (agent == null) {
            json.absent("agent");
            return;
        }
        json.begin("agent");
        json.field("version", agent.version());
        json.field("instrumentedClasses", agent.instrumentedClasses());
        json.field("skippedClasses", agent.skippedClasses());
        json.field("skippedMethods", agent.skippedMethods());
        json.field("probes", agent.probes());
        json.field("ownBytes", agent.ownBytes());
        json.field("maxBytes", agent.maxBytes());
        json.field("heapBytes", agent.heapBytes());
        json.field("allocatedBytes", agent.allocatedBytes());
        json.field("transformNanos", agent.transformNanos());
        json.field("stacks", agent.stacks());
        json.field("stackNanos", agent.stackNanos());
        json.field("stacksPerSecond", agent.stacksPerSecond());
        json.end();
    }

    private static void rows(JsonText json, String name, List<Site> sites) throws IOException {
        json.beginArray(name);
        for (Site site : sites) {
            json.element();
            json.newLine();
            site(json, site);
        }
        json.endArray();
    }

    private static void site(JsonText json, Site site) throws IOException {
        json.begin();
        fields(json, site);
        json.end();
    }

    private static void fields(JsonText json, Site site) throws IOException {
        json.field("id", site.id());
        json.field("site", site.site());
        json.field("className", site.className());
        json.field("method", site.method());
        json.field("file", site.file());
        json.field("line", site.line());
        json.field("type", site.type());
        json.field("count", site.count());
        json.field("bytes", site.bytes());
        json.field("share", site.share());
        json.field("estimated", site.estimated());
        json.field("samples", site.samples());
        json.field("stack", site.stack());
    }
}
