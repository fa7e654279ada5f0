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
 * Writes collapsed stacks, a line each, what async-profiler's converter, flamegraph.pl and speedscope read:
 *
 * <pre>
 *   com/acme/Main.main:7;com/acme/Order.parse:42;byte[]_[i] 1024
 * </pre>
 *
 * Class names have slashes, so that readers take them for Java. What was allocated is marked as async-profiler marks an
 * inlined frame. The number is bytes or objects, as {@link Query#value()} says.
 */
public final class CollapsedWriter implements ReportFormat {
    private static final String ALLOCATED = "_[i]";

    /** Creates a writer. */
    public CollapsedWriter() {}

    @Override
    public String name() {
        return "collapsed";
    }

    @Override
    public String mediaType() {
        return "text/plain;charset=UTF-8";
    }

    @Override
    public String suffix() {
        return ".collapsed";
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        for (StackTotal stack : StackTotal.of(snapshot, query)) {
            long value = query.value().of(stack.count(), stack.bytes());
            if (value != 0) {
                stack(stack.frames(), writer);
                writer.append(' ').append(Long.toString(value)).append('\n');
            }
        }
        writer.flush();
    }

    private static void stack(List<Frame> frames, Appendable out) throws IOException {
        for (int i = frames.size() - 1; i >= 0; i--) {
            Frame frame = frames.get(i);
            if (!frame.method().isEmpty()) {
                name(frame.className().replace('.', '/'), out);
                name("." + frame.method(), out);
                out.append(frame.line() == null ? "" : ":" + frame.line());
            } else {
                name(frame.className(), out);
                out.append(i == 0 && frames.size() > 1 ? ALLOCATED : "");
            }
            out.append(i == 0 ? "" : ";");
        }
    }

    /** Without what separates frames and lines, by any reader's idea of a line. */
    private static void name(String name, Appendable out) throws IOException {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean separates = c == ';' || c == '\u2028' || c == '\u2029' || Character.isISOControl(c);
            out.append(separates ? '_' : c);
        }
    }
}
