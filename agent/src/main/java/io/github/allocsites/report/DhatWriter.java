// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes DHAT's JSON, version 2, what valgrind's viewer and the Firefox Profiler read.
 *
 * <p>Of the life of blocks nothing is known, so that the file says {@code "bklt":false}; their numbers are zeros all
 * the same, for Firefox reads them whatever that says. Times are microseconds: a viewer multiplies rates by a million.
 */
public final class DhatWriter implements ReportFormat {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final String[] LIVES = {"mb", "mbk", "gb", "gbk", "eb", "ebk"};

    /** Creates a writer. */
    public DhatWriter() {}

    @Override
    public String name() {
        return "dhat";
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public String suffix() {
        return ".dhat.json";
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        JsonText json = new JsonText(writer);
        json.begin();
        head(json, snapshot);
        Map<Frame, Integer> frames = new HashMap<>();
        List<String> table = new ArrayList<>(List.of("[root]"));
        json.beginArray("pps");
        for (StackTotal stack : StackTotal.of(snapshot, query)) {
            json.element();
            json.newLine();
            point(json, stack, indices(stack, frames, table));
        }
        json.endArray();
        json.field("ftbl", table);
        json.end();
        json.newLine();
        writer.flush();
    }

    private static void head(JsonText json, Snapshot snapshot) throws IOException {
        json.field("dhatFileVersion", 2);
        json.field("mode", "allocations, stacks sampled");
        json.field("verb", "Allocated");
        json.field("bklt", false);
        json.field("bkacc", false);
        json.field("bu", "byte");
        json.field("bsu", "bytes");
        json.field("bksu", "objects");
        json.field("tu", "µs");
        json.field("Mtu", "s");
        json.field(
                "cmd",
                snapshot.agent() == null
                        ? "allocsites"
                        : "allocsites " + snapshot.agent().version());
        json.field("pid", ProcessHandle.current().pid());
        Duration elapsed = snapshot.elapsed() == null ? Duration.ZERO : snapshot.elapsed();
        json.field("te", elapsed.toNanos() / NANOS_PER_MICRO);
    }

    private static void point(JsonText json, StackTotal stack, List<Integer> frames) throws IOException {
        json.begin();
        json.field("tb", stack.bytes());
        json.field("tbk", stack.count());
        for (String life : LIVES) {
            json.field(life, 0);
        }
        json.numbers("fs", frames);
        json.end();
    }

    private static List<Integer> indices(StackTotal stack, Map<Frame, Integer> known, List<String> table) {
        List<Integer> indices = new ArrayList<>(stack.frames().size());
        for (Frame frame : stack.frames()) {
            Integer index = known.putIfAbsent(frame, table.size());
            if (index == null) {
                indices.add(table.size());
                table.add(text(frame));
            } else {
                indices.add(index);
            }
        }
        return indices;
    }

    /** The form that Firefox finds file and line in. */
    private static String text(Frame frame) {
        StringBuilder text = new StringBuilder("0x")
                .append(SiteId.text(frame.address()))
                .append(": ")
                .append(frame.name());
        if (frame.file() != null) {
            text.append(" (").append(frame.file());
            text.append(frame.line() == null ? "" : ":" + frame.line()).append(')');
        }
        return text.toString();
    }
}
