// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.reflect.Array;
import java.util.HashMap;
import java.util.Map;

/** Totals by probe in plain maps, with the sizes of arrays that the JVM was seen to allocate. */
final class ModelTotals implements RandomEvents.Counter {
    static final int OBJECT_BYTES = 24;
    static final int FIXED_BYTES = 40;
    private static final Class<?>[] ELEMENTS = {byte.class, short.class, int.class, long.class};
    private static final Map<Integer, Map<Integer, Long>> ARRAY_BYTES = new HashMap<>();

    /** Keeps what is allocated from being optimised away. */
    private static volatile Object sink;

    private final Map<Integer, Long> counts = new HashMap<>();
    private final Map<Integer, Long> bytes = new HashMap<>();

    ModelTotals copy() {
        ModelTotals copy = new ModelTotals();
        copy.counts.putAll(counts);
        copy.bytes.putAll(bytes);
        return copy;
    }

    long count(int probe) {
        return counts.getOrDefault(probe, 0L);
    }

    long bytes(int probe) {
        return bytes.getOrDefault(probe, 0L);
    }

    @Override
    public void object(int probe) {
        add(probe, 1, OBJECT_BYTES);
    }

    @Override
    public void fixed(int probe) {
        add(probe, 1, FIXED_BYTES);
    }

    @Override
    public void array(int probe, int elementBytes, int length) {
        add(probe, 1, arrayBytes(elementBytes, length));
    }

    @Override
    public void level(int probe, int arrays, int elementBytes, int length) {
        add(probe, arrays, arrays * arrayBytes(elementBytes, length));
    }

    @Override
    public void ownWork(Runnable events) {
        // not the program's
    }

    private void add(int probe, long events, long size) {
        counts.merge(probe, events, Long::sum);
        bytes.merge(probe, size, Long::sum);
    }

    private static long arrayBytes(int elementBytes, int length) {
        return ARRAY_BYTES
                .computeIfAbsent(elementBytes, size -> new HashMap<>())
                .computeIfAbsent(length, elements -> allocated(elementBytes, elements));
    }

    private static long allocated(int elementBytes, int length) {
        Class<?> element = ELEMENTS[Integer.numberOfTrailingZeros(elementBytes)];
        return JvmAllocation.bytes(() -> sink = Array.newInstance(element, length));
    }
}
