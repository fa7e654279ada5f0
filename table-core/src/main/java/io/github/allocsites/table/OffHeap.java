// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.misc.Unsafe;
import jdk.internal.vm.annotation.ForceInline;

/**
 * The only class that touches memory by address or offset; every method is named by its memory order. Plain reads and
 * writes of aligned longs and ints are single-copy atomic on every platform HotSpot 17-25 runs on in 64 bits.
 */
final class OffHeap {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long REFERENCES = arrayBase(Object[].class);

    private OffHeap() {}

    /** Address of {@code bytes} uninitialised bytes, or 0 when the system refuses. */
    static long allocate(long bytes) {
        try {
            return U.allocateMemory(bytes);
        } catch (OutOfMemoryError refused) {
            return 0;
        }
    }

    /**
     * The same, of what nothing can be done without.
     *
     * @throws OutOfMemoryError when the system refuses
     */
    static long require(long bytes) {
        long address = allocate(bytes);
        if (address == 0) {
            throw new OutOfMemoryError("the system refused " + bytes + " bytes of memory");
        }
        return address;
    }

    static void free(long address) {
        U.freeMemory(address);
    }

    static void zero(long address, long bytes) {
        U.setMemory(address, bytes, (byte) 0);
    }

    /** Bytes of a reference in an array. */
    static int referenceBytes() {
        return Unsafe.ARRAY_OBJECT_INDEX_SCALE;
    }

    /** An element of an array, read without the classes of java.lang.invoke, which allocate themselves. */
    static Object getReferenceAcquire(Object[] array, int index) {
        return U.getReferenceAcquire(array, REFERENCES + (long) index * Unsafe.ARRAY_OBJECT_INDEX_SCALE);
    }

    static boolean casReference(Object[] array, int index, Object expected, Object value) {
        return U.compareAndSetReference(
                array, REFERENCES + (long) index * Unsafe.ARRAY_OBJECT_INDEX_SCALE, expected, value);
    }

    @ForceInline
    static Object getReference(Object holder, long offset) {
        return U.getReference(holder, offset);
    }

    static void putReference(Object holder, long offset, Object value) {
        U.putReference(holder, offset, value);
    }

    /** Offset of an instance field, for getLong, getReference and putReference. */
    static long fieldOffset(Class<?> holder, String field) {
        return U.objectFieldOffset(holder, field);
    }

    /** False while the class is being initialised, and for ever where that failed. */
    static boolean isInitialised(Class<?> type) {
        return !U.shouldBeInitialized(type);
    }

    static Object allocateInstance(Class<?> type) throws InstantiationException {
        return U.allocateInstance(type);
    }

    /** Bytes before an array's first element. By name, because the method's type is not the same in every JDK. */
    static int arrayBase(Class<?> array) {
        try {
            Object bytes =
                    Unsafe.class.getMethod("arrayBaseOffset", Class.class).invoke(U, array);
            return ((Number) bytes).intValue();
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("arrays are not understood on this JDK", missing);
        }
    }

    /** Reads before it come before reads and writes behind it. */
    static void loadFence() {
        U.loadFence();
    }

    @ForceInline
    static long getLong(Object holder, long offset) {
        return U.getLong(holder, offset);
    }

    @ForceInline
    static void putLong(Object holder, long offset, long value) {
        U.putLong(holder, offset, value);
    }

    @ForceInline
    static long getLong(long address) {
        return U.getLong(address);
    }

    @ForceInline
    static void putLong(long address, long value) {
        U.putLong(address, value);
    }

    @ForceInline
    static int getInt(long address) {
        return U.getInt(address);
    }

    static void putInt(long address, int value) {
        U.putInt(address, value);
    }

    @ForceInline
    static long getLongOpaque(long address) {
        return U.getLongOpaque(null, address);
    }

    @ForceInline
    static long getLongAcquire(long address) {
        return U.getLongAcquire(null, address);
    }

    static void putLongVolatile(long address, long value) {
        U.putLongVolatile(null, address, value);
    }

    static void putLongRelease(long address, long value) {
        U.putLongRelease(null, address, value);
    }

    static int getIntAcquire(long address) {
        return U.getIntAcquire(null, address);
    }

    static void putIntRelease(long address, int value) {
        U.putIntRelease(null, address, value);
    }

    static long getLongVolatile(long address) {
        return U.getLongVolatile(null, address);
    }

    static boolean casLong(long address, long expected, long value) {
        return U.compareAndSetLong(null, address, expected, value);
    }

    static boolean casInt(long address, int expected, int value) {
        return U.compareAndSetInt(null, address, expected, value);
    }

    static int getAndAddInt(long address, int delta) {
        return U.getAndAddInt(null, address, delta);
    }

    @ForceInline
    static long getAndAddLong(long address, long delta) {
        return U.getAndAddLong(null, address, delta);
    }
}
