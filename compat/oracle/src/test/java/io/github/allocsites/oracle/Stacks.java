// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import io.github.allocsites.report.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Stacks as the agent's documents promise to show them. Written down here a second time: these frames are taken out of
 * the oracle's stacks, and what is left is cut.
 */
final class Stacks {
    /** Frames of a row. */
    static final int DEPTH = 8;

    /** Reflection, method handles, proxies and hidden classes, by the beginning of the class name. */
    static final List<String> BEGINNINGS =
            List.of("java.lang.invoke.", "java.lang.reflect.", "jdk.internal.reflect.", "jdk.proxy", "com.sun.proxy.");

    /** Generated classes, by what is in their names. */
    static final List<String> PARTS = List.of(
            "$$Lambda",
            "$$StringConcat",
            "$$SpringCGLIB$$",
            "$$FastClass",
            "$HibernateProxy$",
            "$ByteBuddy$",
            "$Proxy");

    /** Methods that the JDK itself marks as hidden. */
    static final List<String> HIDDEN = List.of("java.lang.Thread.runWith");

    private Stacks() {}

    /** The row of a stack, which is its place. */
    static Row row(Stream<String> frames, String type) {
        return new Row(String.join("\n\tat ", frames.limit(DEPTH).toList()), "", Row.NO_LINE, type);
    }

    /** The oracle's frames as the agent shows them. */
    static Stream<String> shown(List<RecordedFrame> recorded) {
        List<String> frames = new ArrayList<>();
        boolean isTop = true;
        for (RecordedFrame frame : recorded) {
            RecordedMethod method = frame.getMethod();
            String className = method.getType().getName().replace('/', '.');
            isTop = isTop && isCountedByItsCaller(frame, className);
            if (!isTop && frame.isJavaFrame() && isShown(className, method.getName())) {
                frames.add(text(SiteId.normalise(className), method.getName(), frame.getLineNumber()));
            }
        }
        return frames.stream();
    }

    private static boolean isCountedByItsCaller(RecordedFrame frame, String className) {
        RecordedMethod method = frame.getMethod();
        return !frame.isJavaFrame()
                || frame.getType().equals("Native")
                || Redirects.has(className, method.getName(), method.getDescriptor());
    }

    private static boolean isShown(String className, String method) {
        return !HIDDEN.contains(className + "." + method)
                && BEGINNINGS.stream().noneMatch(className::startsWith)
                && PARTS.stream().noneMatch(className::contains);
    }

    static String text(String className, String method, Integer line) {
        return className + "." + method + (line == null || line <= 0 ? "" : ":" + line);
    }
}
