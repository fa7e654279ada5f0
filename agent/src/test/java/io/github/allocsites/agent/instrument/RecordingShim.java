// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Recording;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Stands where the class in {@code java.lang} stands in a real run, and keeps what instrumented code tells it. */
public final class RecordingShim {
    static final String NAME = "io/github/allocsites/agent/instrument/RecordingShim";

    private static final List<Event> EVENTS = new ArrayList<>();

    /**
     * One call.
     *
     * @param arrays how many at once; the value of a box
     * @param caller what the JVM says where the call came from
     */
    record Event(
            String hook,
            Class<?> type,
            long arrays,
            int length,
            int elementBytes,
            int probe,
            StackTraceElement caller) {

        Probe site() {
            return Recording.probes().get(probe);
        }

        /** Hook, allocated type and what the hook was told of the size. */
        @Override
        public String toString() {
            String size = length < 0 ? "" : " length " + length;
            String value = hook.startsWith("box") && !isWide() ? " of " + arrays : "";
            String known = type == null || hook.equals("object") ? "" : " " + type.getTypeName();
            return hook + " " + site().type() + (hook.equals("level") ? " x " + arrays : "") + value + known + size;
        }

        private boolean isWide() {
            return hook.equals("boxFloat") || hook.equals("boxDouble");
        }
    }

    private RecordingShim() {}

    /** Events since the last call. */
    static List<Event> take() {
        List<Event> taken = List.copyOf(EVENTS);
        EVENTS.clear();
        return taken;
    }

    private static void add(String hook, Class<?> type, long arrays, int length, int elementBytes, int probe) {
        StackTraceElement caller = caller();
        EVENTS.add(new Event(hook, type, arrays, length, elementBytes, probe, caller));
    }

    private static StackTraceElement caller() {
        for (StackTraceElement frame : new Throwable().getStackTrace()) {
            if (!frame.getClassName().equals(RecordingShim.class.getName())) {
                return frame;
            }
        }
        throw new AssertionError("called by nobody");
    }

    public static void object(Class<?> type, int probe) {
        add("object", type, 1, -1, 0, probe);
    }

    public static void fixed(int probe) {
        add("fixed", null, 1, -1, 0, probe);
    }

    public static void array1(int length, int probe) {
        array("array1", length, 1, probe);
    }

    public static void array2(int length, int probe) {
        array("array2", length, 2, probe);
    }

    public static void array4(int length, int probe) {
        array("array4", length, 4, probe);
    }

    public static void array8(int length, int probe) {
        array("array8", length, 8, probe);
    }

    private static void array(String hook, int length, int elementBytes, int probe) {
        if (length >= 0) { // the instruction is yet to fail
            add(hook, null, 1, length, elementBytes, probe);
        }
    }

    public static void level(long arrays, int length, int elementBytes, int probe) {
        add("level", null, arrays, length, elementBytes, probe);
    }

    public static void instance(Class<?> type, int probe) {
        add("instance", type, 1, -1, 0, probe);
    }

    public static void typedArray(Class<?> type, int length, int probe) {
        add("typedArray", type, 1, length, 0, probe);
    }

    public static void made(Object made, int probe) {
        add("made", made.getClass(), 1, length(made), 0, probe);
    }

    public static void cloned(Object clone, int probe) {
        add("cloned", clone.getClass(), 1, length(clone), 0, probe);
    }

    private static int length(Object object) {
        return object.getClass().isArray() ? Array.getLength(object) : -1;
    }

    public static void boxInt(int value, int probe) {
        add("boxInt", null, value, -1, 0, probe);
    }

    public static void boxShort(int value, int probe) {
        add("boxShort", null, value, -1, 0, probe);
    }

    public static void boxChar(int value, int probe) {
        add("boxChar", null, value, -1, 0, probe);
    }

    public static void boxLong(long value, int probe) {
        add("boxLong", null, value, -1, 0, probe);
    }

    public static void boxFloat(int probe) {
        add("boxFloat", null, 1, -1, 0, probe);
    }

    public static void boxDouble(int probe) {
        add("boxDouble", null, 1, -1, 0, probe);
    }

    /** Marks the file it was given, so that a caller sees which one was used. */
    public static byte[] hidden(Class<?> host, byte[] file) {
        EVENTS.add(new Event("hidden", host, 1, file.length, 0, -1, null));
        byte[] marked = file.clone();
        marked[0]++;
        return marked;
    }
}
