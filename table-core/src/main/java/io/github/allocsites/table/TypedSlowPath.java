// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.TypedProbes.Typed;
import jdk.internal.vm.annotation.DontInline;

/**
 * Where a hook goes when it met a type for the first time at an instruction that makes objects of any: finds the probe
 * of that type, then goes on in {@link SlowPath}. Lock-free.
 */
final class TypedSlowPath {
    private TypedSlowPath() {}

    /** The first event of a type at an instruction. */
    @DontInline
    static void typed(Thread carrier, Class<?> type, int length, int probe) {
        try {
            Typed typed = covered(carrier, type, probe);
            if (typed != null) {
                SlowPath.array(carrier, typed.child(), 1, typed.bytes(length));
            }
        } catch (StackOverflowError | OutOfMemoryError full) {
            Recording.stray();
        }
    }

    /** Null when the profiler is at work, or when nobody can be asked for names yet. */
    private static Typed covered(Thread carrier, Class<?> type, int probe) {
        Arenas arenas = Recording.ARENAS;
        TypedNames names = Recording.typedNames();
        if (probe < 0 || probe >= Recording.PROBES.count()) {
            Recording.stray();
            return null;
        }
        if (names == null || ThreadArena.of(carrier) == arenas.discard()) {
            return null;
        }
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = ThreadArena.swap(carrier, arenas.discard());
            try {
                return added(type, probe, names);
            } finally {
                if (before != 0) {
                    ThreadArena.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    private static Typed added(Class<?> type, int probe, TypedNames names) {
        if (type.isArray()) {
            return Recording.TYPED.add(probe, type, elementBytes(type.getComponentType()), 0, names);
        }
        int bytes = Recording.instanceBytes(type);
        if (bytes == Probe.SIZE_UNKNOWN) { // not kept: the next event asks again
            throw new OutOfMemoryError("the JVM cannot say how large it is");
        }
        return Recording.TYPED.add(probe, type, 0, bytes, names);
    }

    private static int elementBytes(Class<?> element) {
        if (!element.isPrimitive()) {
            return OffHeap.referenceBytes();
        }
        if (element == boolean.class || element == byte.class) {
            return Byte.BYTES;
        }
        if (element == char.class || element == short.class) {
            return Short.BYTES;
        }
        return element == int.class || element == float.class ? Integer.BYTES : Long.BYTES;
    }
}
