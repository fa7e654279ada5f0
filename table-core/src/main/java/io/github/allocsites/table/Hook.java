// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.reflect.Array;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;
import jdk.internal.vm.annotation.Stable;

/**
 * What instrumented code calls for an allocation, through a shim in {@code java.lang} that adds the carrier: right
 * before {@code new} and an array of one dimension, for which anything between an object and its first stores is dear,
 * and behind everything else. Wait-free: two loads to find the page in the carrier's own arena, one plain
 * load-add-store of a counter that must not pass its threshold. The page is looked up anew at every event: a virtual
 * thread may go on with another carrier after any call. Allocates nothing, takes no lock, throws nothing.
 *
 * <p>C2 inlines a hook where it is hot, and then as a whole, because all it is made of says so. Everywhere else it
 * stays a call: C1 would put it into each place with the profile of all it is made of, many times its own code.
 */
public final class Hook {
    /** Constants of compiled code once they are given out: only an offset that never changes again stands here. */
    @Stable
    private static final int[] OFFSETS = Recording.COUNTERS.settled();

    private static final long ALIGN = Recording.SETTINGS.objectAlignmentBytes() - 1;
    private static final long BASE1 = OffHeap.arrayBase(byte[].class) + ALIGN;
    private static final long BASE2 = OffHeap.arrayBase(char[].class) + ALIGN;
    private static final long BASE4 = OffHeap.arrayBase(int[].class) + ALIGN;
    private static final long BASE8 = OffHeap.arrayBase(long[].class) + ALIGN;

    /** Larger arrays are looked at more closely: they may be such as cannot be made. */
    private static final int ORDINARY_LOG2 = 20;

    private static final int INTEGER_CACHE_HIGH = integerCacheHigh();

    private Hook() {}

    /** An object of the class; the class is looked at only at the probe's first event. */
    public static void object(Thread carrier, Class<?> type, int probe) {
        long arena = ThreadArena.load(carrier);
        if (ThreadArena.isKnown(arena)) {
            long counter = counter(arena, offset(probe));
            long count = OffHeap.getLong(counter) + 1;
            if (count <= OffHeap.getLong(counter + PageLayout.THRESHOLD)) {
                OffHeap.putLong(counter, count); // E6
                return;
            }
        }
        SlowPath.object(carrier, type, probe);
    }

    /** An array of a length that is a constant of the code. */
    public static void fixed(Thread carrier, int probe) {
        object(carrier, null, probe);
    }

    /** An array of one-byte elements. */
    public static void array1(Thread carrier, int length, int probe) {
        if (length >>> ORDINARY_LOG2 != 0 || !isCounted(carrier, (BASE1 + length) & ~ALIGN, probe)) {
            SlowPath.arrayOfLength(carrier, length, 1, probe);
        }
    }

    /** An array of two-byte elements. */
    public static void array2(Thread carrier, int length, int probe) {
        if (length >>> ORDINARY_LOG2 - 1 != 0 || !isCounted(carrier, (BASE2 + ((long) length << 1)) & ~ALIGN, probe)) {
            SlowPath.arrayOfLength(carrier, length, 2, probe);
        }
    }

    /** An array of four-byte elements, compressed references among them. */
    public static void array4(Thread carrier, int length, int probe) {
        if (length >>> ORDINARY_LOG2 - 2 != 0 || !isCounted(carrier, (BASE4 + ((long) length << 2)) & ~ALIGN, probe)) {
            SlowPath.arrayOfLength(carrier, length, 4, probe);
        }
    }

    /** An array of eight-byte elements, uncompressed references among them. */
    public static void array8(Thread carrier, int length, int probe) {
        if (length >>> ORDINARY_LOG2 - 3 != 0 || !isCounted(carrier, (BASE8 + ((long) length << 3)) & ~ALIGN, probe)) {
            SlowPath.arrayOfLength(carrier, length, 8, probe);
        }
    }

    /** False, and nothing done, where the slow path has to see to the array. */
    @ForceInline
    private static boolean isCounted(Thread carrier, long bytes, int probe) {
        long arena = ThreadArena.load(carrier);
        if (ThreadArena.isKnown(arena)) {
            long counter = counter(arena, offset(probe));
            long sum = OffHeap.getLong(counter) + bytes;
            if (sum <= OffHeap.getLong(counter + PageLayout.THRESHOLD)) {
                OffHeap.putLong(counter, sum); // E6
                counter += PageLayout.EVENTS_COUNTER;
                OffHeap.putLong(counter, OffHeap.getLong(counter) + 1); // E6
                return true;
            }
        }
        return false;
    }

    /** {@code arrays} arrays of one length at once: a level of a multi-dimensional array. */
    @DontInline
    public static void level(Thread carrier, long arrays, int length, int elementBytes, int probe) {
        if (arrays > 0) {
            SlowPath.level(carrier, probe, arrays, arrayBytes(length, elementBytes));
        }
    }

    /** An object of a class that is known only now. */
    @DontInline
    public static void instance(Thread carrier, Class<?> type, int probe) {
        typedArray(carrier, type, 0, probe);
    }

    /** An array of a type that is known only now. */
    @DontInline
    public static void typedArray(Thread carrier, Class<?> type, int length, int probe) {
        TypedProbes.Typed typed = Recording.TYPED.find(probe, type);
        if (typed != null) {
            long bytes = typed.bytes(length);
            if (!isCounted(carrier, bytes, typed.child())) {
                SlowPath.array(carrier, typed.child(), 1, bytes);
            }
        } else {
            TypedSlowPath.typed(carrier, type, length, probe);
        }
    }

    /** What a reflective or native call returned: an array with all arrays in it, or an object. */
    @DontInline
    public static void made(Thread carrier, Object made, int probe) {
        cloned(carrier, made, probe);
        if (made instanceof Object[] arrays) {
            for (int i = 0; i < arrays.length && arrays[i] != null; i++) {
                made(carrier, arrays[i], probe);
            }
        }
    }

    /** A clone: an array without what is in it, or an object. */
    @DontInline
    public static void cloned(Thread carrier, Object clone, int probe) {
        if (clone != null) {
            Class<?> type = clone.getClass();
            typedArray(carrier, type, type.isArray() ? Array.getLength(clone) : 0, probe);
        }
    }

    /** A product of so many ints, about to be written into an array if that is there and long enough. */
    @DontInline
    public static void product(Thread carrier, int length, int[] into, int probe) {
        if (into == null || into.length < length) {
            array4(carrier, length, probe);
        }
    }

    /** A value about to be boxed as an Integer: an event where no cached one serves. */
    public static void boxInt(Thread carrier, int value, int probe) {
        if (value < Byte.MIN_VALUE || value > INTEGER_CACHE_HIGH) {
            object(carrier, Integer.class, probe);
        }
    }

    /** The same of a Short. */
    public static void boxShort(Thread carrier, int value, int probe) {
        if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
            object(carrier, Short.class, probe);
        }
    }

    /** The same of a Character. */
    public static void boxChar(Thread carrier, int value, int probe) {
        if (value > Byte.MAX_VALUE) {
            object(carrier, Character.class, probe);
        }
    }

    /** The same of a Long. */
    public static void boxLong(Thread carrier, long value, int probe) {
        if (value < Byte.MIN_VALUE || value > Byte.MAX_VALUE) {
            object(carrier, Long.class, probe);
        }
    }

    /** A Float, of which none is cached. */
    public static void boxFloat(Thread carrier, int probe) {
        object(carrier, Float.class, probe);
    }

    /** A Double, of which none is cached. */
    public static void boxDouble(Thread carrier, int probe) {
        object(carrier, Double.class, probe);
    }

    /** A hidden class about to be defined; one that our own work asks for may be the application's later. */
    public static byte[] hidden(Class<?> host, byte[] file) {
        HiddenClasses instruments = Recording.hiddenClasses();
        return instruments == null ? file : instruments.instrument(host, file);
    }

    /** Asked of the JVM: its bound can be set by a flag. */
    private static int integerCacheHigh() {
        int cached = Byte.MAX_VALUE;
        for (int step = 1 << 30; step > 0; step >>= 1) {
            int next = cached + step;
            if (next > cached && isCached(next)) {
                cached = next;
            }
        }
        return cached;
    }

    @SuppressWarnings("UnnecessaryBoxing")
    private static boolean isCached(int value) {
        return Integer.valueOf(value) == Integer.valueOf(value);
    }

    /** Bytes of an array, as this class counts it. */
    public static long arrayBytes(int length, int elementBytes) {
        long base = elementBytes == 1 ? BASE1 : elementBytes == 2 ? BASE2 : elementBytes == 4 ? BASE4 : BASE8;
        return (base + (long) length * elementBytes) & ~ALIGN;
    }

    /** Offset of the probe's counters; 0, which is on the empty page, when the slow path must see to something. */
    @ForceInline
    static int offset(int probe) {
        return probe >= 0 && probe < OFFSETS.length ? OFFSETS[probe] : 0; // decided when compiled
    }

    @ForceInline
    private static long counter(long arena, int offset) {
        return OffHeap.getLong(arena + PageLayout.directoryOffset(offset)) + (offset & PageLayout.IN_PAGE_MASK);
    }
}
