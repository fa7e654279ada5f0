// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON for files: what {@link JsonWriter} writes, and behind it every stack, so that all other formats and groupings
 * can be made of the file later. Two fields more, which nobody has to read; frames are written once and go by their
 * place in the list:
 *
 * <pre>
 *   "frames":[{"className":"com.acme.Order","method":"parse","file":"Order.java","line":42}, ...]
 *   "callSites":[{"site":"9f3c0d2155aa01bc","frames":[0,7],"application":7,
 *                 "count":1,"bytes":24,"estimated":false,"samples":null}, ...]
 * </pre>
 *
 * The parts of a site add up to its row. They are left out where the query leaves out rows, or groups them.
 */
final class JsonDump implements ReportFormat {
    private final JsonWriter rows = new JsonWriter();

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public String mediaType() {
        return rows.mediaType();
    }

    @Override
    public String suffix() {
        return rows.suffix();
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        JsonText json = new JsonText(writer);
        json.begin();
        JsonWriter.fields(json, Report.of(snapshot, query));
        if (isWhole(snapshot, query)) {
            json.newLine();
            stacks(json, snapshot.callSites());
        }
        json.end();
        json.newLine();
        writer.flush();
    }

    private static boolean isWhole(Snapshot snapshot, Query query) {
        return query.groupBy() == GroupBy.SITE
                && query.packages().isEmpty()
                && query.type() == null
                && query.limit() >= snapshot.sites().size();
    }

    private static void stacks(JsonText json, List<CallSite> callSites) throws IOException {
        Map<Frame, Integer> numbers = new LinkedHashMap<>();
        for (CallSite part : callSites) {
            part.frames().forEach(frame -> numbers.putIfAbsent(frame, numbers.size()));
            if (part.application() != null) {
                numbers.putIfAbsent(part.application(), numbers.size());
            }
        }
        json.beginArray("frames");
        for (Frame frame : numbers.keySet()) {
            json.element();
            json.newLine();
            frame(json, frame);
        }
        json.endArray();
        json.beginArray("callSites");
        for (CallSite part : callSites) {
            json.element();
            json.newLine();
            callSite(json, part, numbers);
        }
        json.endArray();
    }

    private static void frame(JsonText json, Frame frame) throws IOException {
        json.begin();
        json.field("className", frame.className());
        json.field("method", frame.method());
        json.field("file", frame.file());
        json.field("line", frame.line());
        json.end();
    }

    private static void callSite(JsonText json, CallSite part, Map<Frame, Integer> numbers) throws IOException {
        List<Integer> frames = new ArrayList<>();
        part.frames().forEach(frame -> frames.add(numbers.get(frame)));
        json.begin();
        json.field("site", part.site().id());
        json.numbers("frames", frames);
        json.field("application", part.application() == null ? null : numbers.get(part.application()));
        json.field("count", part.count());
        json.field("bytes", part.bytes());
        json.field("estimated", part.estimated());
        json.field("samples", part.samples());
        json.end();
    }
}
