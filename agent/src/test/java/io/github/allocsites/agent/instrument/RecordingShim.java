// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Recording;
import java.util.ArrayList;
import java.util.List;

/** Stands where the class in {@code java.lang} stands in a real run, and keeps what instrumented code tells it. */
public final class RecordingShim {
    static final String NAME = "io/github/allocsites/agent/instrument/RecordingShim";

    private static final List<Event> EVENTS = new ArrayList<>();

    /**
     * One call.
     *
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
            String size = hook.equals("object") || hook.equals("fixed") ? "" : " length " + length;
            return hook + " " + site().type() + (hook.equals("level") ? " x " + arrays : "") + size;
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
        StackTraceElement caller = new Throwable().getStackTrace()[2];
        EVENTS.add(new Event(hook, type, arrays, length, elementBytes, probe, caller));
    }

    public static void object(Class<?> type, int probe) {
        add("object", type, 1, -1, 0, probe);
    }

    public static void fixed(int probe) {
        add("fixed", null, 1, -1, 0, probe);
    }

    public static void array1(int length, int probe) {
        add("array1", null, 1, length, 1, probe);
    }

    public static void array2(int length, int probe) {
        add("array2", null, 1, length, 2, probe);
    }

    public static void array4(int length, int probe) {
        add("array4", null, 1, length, 4, probe);
    }

    public static void array8(int length, int probe) {
        add("array8", null, 1, length, 8, probe);
    }

    public static void level(long arrays, int length, int elementBytes, int probe) {
        add("level", null, arrays, length, elementBytes, probe);
    }
}
