// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import io.github.allocsites.workload.HostileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What readers of the formats are given, and what they are to find in it. */
final class ReaderSample {
    static final Snapshot SNAPSHOT = Samples.snapshot(parts());

    private ReaderSample() {}

    /** Some stacks with common frames and lengths of their own, one unknown, and one for each hostile name. */
    private static CallSite[] parts() {
        List<CallSite> parts = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            long bytes = 5_000_000_000L + 16L * i;
            String type = i % 2 == 0 ? "byte[]" : "java.util.List";
            Site site = Samples.site("com.acme.A" + i % 5, "m", i % 7 + 1, type, i, bytes);
            List<Frame> frames = new ArrayList<>();
            frames.add(new Frame(site.className(), site.method(), site.file(), site.line()));
            for (int depth = 0; depth < i % 4; depth++) {
                frames.add(new Frame("com.acme.Caller", "call" + i % 3, depth == 2 ? null : "Caller.java", depth + 1));
            }
            parts.add(new CallSite(site, i == 13 ? List.of() : frames, null, i, bytes, false, null));
        }
        for (HostileName name : HostileName.ALL) {
            Site site = site(name);
            Frame frame = new Frame(name.className(), name.method(), name.file(), name.line());
            parts.add(new CallSite(site, List.of(frame), null, 1_000 + name.line(), 16_000, false, null));
        }
        return parts.toArray(new CallSite[0]);
    }

    private static Site site(HostileName name) {
        String text = new StackTraceElement(name.className(), name.method(), name.file(), name.line()).toString();
        return new Site(
                SiteId.text(name.line()),
                text,
                name.className(),
                name.method(),
                name.file(),
                name.line(),
                "char[]",
                1_000 + name.line(),
                16_000,
                0.5,
                false,
                null,
                List.of(text));
    }

    static byte[] written(String format) throws IOException {
        return written(format, Query.ALL);
    }

    static byte[] written(String format, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ReportFormats.named(format).write(SNAPSHOT, query, out);
        return out.toByteArray();
    }

    /** Half a character becomes a question mark in UTF-8; JSON can escape it. */
    static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Objects and bytes by stack, as the JSON has them. */
    static Map<List<String>, List<Long>> json() throws IOException {
        Map<List<String>, List<Long>> encoded = new LinkedHashMap<>();
        JsonStacks.of(SNAPSHOT)
                .forEach((frames, values) ->
                        encoded.put(frames.stream().map(ReaderSample::encoded).toList(), values));
        return encoded;
    }
}
