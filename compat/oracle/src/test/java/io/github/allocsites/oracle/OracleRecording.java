// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import io.github.allocsites.report.SiteId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** What async-profiler recorded: an event for each object. */
final class OracleRecording {
    /** Frames of a stack that are recorded; more than are ever taken off and compared. */
    static final int FRAMES_OF_STACKS = 64;

    /** The same where only the topmost that is not redirected counts; a server's deeper ones would fill the heap. */
    static final int FRAMES_OF_ROWS = 24;

    private static final List<String> EVENTS =
            List.of("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationOutsideTLAB");
    private static final Row NOWHERE = new Row("?", "?", Row.NO_LINE, "?");

    private final Map<String, String> names = new HashMap<>();
    private final List<Predicate<RecordedEvent>> parts;
    private final boolean byStack;
    private final List<Rows> rows;

    private OracleRecording(List<Predicate<RecordedEvent>> parts, boolean byStack) {
        this.parts = parts;
        this.byStack = byStack;
        rows = parts.stream().map(part -> new Rows()).toList();
    }

    /** The rows of the threads of a name. */
    static Rows read(Path file, String thread) throws IOException {
        return read(file, List.of(event -> isBy(thread, event.getThread()))).get(0);
    }

    /** The same by stack. */
    static Rows readStacks(Path file, String thread) throws IOException {
        return new OracleRecording(List.of(event -> isBy(thread, event.getThread())), true)
                .of(file)
                .get(0);
    }

    /** The rows of each part of the events. */
    static List<Rows> read(Path file, List<Predicate<RecordedEvent>> parts) throws IOException {
        return new OracleRecording(parts, false).of(file);
    }

    private List<Rows> of(Path file) throws IOException {
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                add(events.readEvent());
            }
        }
        return rows;
    }

    private static boolean isBy(String name, RecordedThread thread) {
        return thread != null && name.equals(thread.getJavaName());
    }

    private void add(RecordedEvent event) {
        if (!EVENTS.contains(event.getEventType().getName())) {
            return;
        }
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part).test(event)) {
                rows.get(part).add(row(event), new Sum(1, event.getLong("allocationSize")));
            }
        }
    }

    private Row row(RecordedEvent event) {
        String type = typeName(event.getClass("objectClass"));
        if (byStack) {
            return Stacks.row(Stacks.shown(event.getStackTrace().getFrames()), type);
        }
        RecordedFrame frame = causeOf(event.getStackTrace());
        if (frame == null) {
            return new Row(NOWHERE.className(), NOWHERE.method(), Row.NO_LINE, type);
        }
        int line = frame.getLineNumber() > 0 ? frame.getLineNumber() : Row.NO_LINE;
        RecordedMethod method = frame.getMethod();
        return new Row(name(method.getType().getName()), name(method.getName()), line, type);
    }

    /** The topmost frame that is not redirected. */
    private static RecordedFrame causeOf(RecordedStackTrace stack) {
        if (stack != null) {
            for (RecordedFrame frame : stack.getFrames()) {
                RecordedMethod method = frame.getMethod();
                if (!Redirects.has(method.getType().getName(), method.getName(), method.getDescriptor())) {
                    return frame;
                }
            }
        }
        return null;
    }

    private String typeName(RecordedClass type) {
        String name = type.getName();
        int dimensions = 0;
        while (name.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return name(name);
        }
        String element = name.substring(dimensions);
        return name(elementName(element)) + "[]".repeat(dimensions);
    }

    private static String elementName(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z' -> "boolean";
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'S' -> "short";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'F' -> "float";
            case 'D' -> "double";
            default -> descriptor.substring(1, descriptor.length() - 1);
        };
    }

    private String name(String name) {
        return names.computeIfAbsent(name.replace('/', '.'), SiteId::normalise);
    }
}
