// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes a flame graph as one file to keep and mail: style, script, library and data are in it, and it loads nothing.
 *
 * <pre>
 *   flame-file.html   {flame.css} {flame-file.css} {data} {d3-flamegraph.min.js} {flame.js} {flame-file.js}
 * </pre>
 *
 * The data is JSON in a script element of its own, without any {@code <}: no name can end that element or begin
 * another.
 */
public final class FlameGraphWriter implements ReportFormat {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z0-9-]+(?:\\.[a-z]+)*)}");

    /** Creates a writer. */
    public FlameGraphWriter() {}

    @Override
    public String name() {
        return "flamegraph";
    }

    @Override
    public String mediaType() {
        return "text/html;charset=UTF-8";
    }

    @Override
    public String suffix() {
        return ".html";
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        String file = PageFiles.text("flame-file.html");
        Matcher place = PLACE.matcher(file);
        int written = 0;
        while (place.find()) {
            writer.append(file, written, place.start());
            if (place.group(1).equals("data")) {
                FlameTree.of(snapshot, query).write(about(snapshot), new WithoutTags(writer));
            } else {
                writer.append(PageFiles.text(place.group(1)));
            }
            written = place.end();
        }
        writer.append(file, written, file.length());
        writer.flush();
    }

    private static String about(Snapshot snapshot) {
        if (snapshot.since() == null) {
            return snapshot.status() + ": " + snapshot.reason();
        }
        return "allocsites " + snapshot.agent().version() + ", "
                + snapshot.elapsed().toSeconds() + " s from " + snapshot.since().truncatedTo(ChronoUnit.SECONDS);
    }

    /** JSON has this character in texts only, where it may be written by its number. */
    private record WithoutTags(Appendable out) implements Appendable {
        @Override
        public Appendable append(CharSequence text) throws IOException {
            return append(text, 0, text.length());
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            int copied = start;
            for (int i = start; i < end; i++) {
                if (text.charAt(i) == '<') {
                    out.append(text, copied, i).append("\\u003c");
                    copied = i + 1;
                }
            }
            out.append(text, copied, end);
            return this;
        }

        @Override
        public Appendable append(char c) throws IOException {
            out.append(c == '<' ? "\\u003c" : String.valueOf(c));
            return this;
        }
    }
}
