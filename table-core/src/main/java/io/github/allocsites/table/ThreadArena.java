// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.ForceInline;

/**
 * The arena of a carrier thread, where its hooks find it soonest: in a field of the thread itself that the JVM reads
 * once, when the thread is started, and nothing ever after.
 *
 * <pre>
 *   Thread.stackSize         up to JDK 18     63        48 47                      0
 *   Thread.holder.stackSize  from JDK 19     +------------+-------------------------+
 *                                            |    tag     | address of the arena    |  the size it was made with
 *                                            +------------+-------------------------+  until its first event
 * </pre>
 *
 * The index of {@link Arenas} says which arena that is, and the field repeats it: written by the thread alone, so that
 * neither needs an edge. Where a JDK has no such field every event takes the slow path.
 */
final class ThreadArena {
    /** No size of a stack looks like that, nor does an address. */
    private static final long TAG = 0xA110_0000_0000_0000L;

    private static final int ADDRESS_BITS = 48;
    private static final int NONE = -1;
    private static final long HOLDER = offset(Thread.class, "holder");
    private static final long WORD = offset(HOLDER == NONE ? Thread.class : holderClass(), "stackSize");

    private ThreadArena() {}

    private static Class<?> holderClass() {
        return OffHeap.getReference(Thread.currentThread(), HOLDER).getClass();
    }

    private static long offset(Class<?> type, String field) {
        try {
            return OffHeap.fieldOffset(type, field);
        } catch (InternalError none) {
            return NONE;
        }
    }

    /** For {@link #isKnown} first: the arena, if that is what the thread holds. */
    @ForceInline
    static long load(Thread carrier) {
        Object holder = holder(carrier);
        return holder == null || WORD == NONE ? TAG : OffHeap.getLong(holder, WORD) ^ TAG;
    }

    /** Whether what was loaded is an arena. */
    @ForceInline
    static boolean isKnown(long loaded) {
        return loaded >>> ADDRESS_BITS == 0;
    }

    /** Address of the counter in the carrier's own arena; 0 where it is not there, or while nothing counts. */
    @ForceInline
    static long counter(Thread carrier, int offset) {
        long arena = load(carrier);
        long page = isKnown(arena) && offset != 0 ? Recording.ARENAS.pageOf(arena, offset) : 0;
        return page == 0 ? 0 : page + (offset & PageLayout.IN_PAGE_MASK);
    }

    /** Whether the carrier had an event before and is not at the profiler's own work. */
    @ForceInline
    static boolean counts(Thread carrier) {
        long arena = load(carrier);
        return isKnown(arena) && arena != Recording.ARENAS.discard();
    }

    /** The arena of the carrier, made at its first event. */
    static long of(Thread carrier) {
        long arena = Recording.ARENAS.of(carrier);
        store(carrier, arena);
        return arena;
    }

    /** Gives the carrier another arena and returns the one before; 0 when it can have none of its own. */
    static long swap(Thread carrier, long arena) {
        long before = Recording.ARENAS.swap(carrier, arena);
        if (before != 0) {
            store(carrier, arena);
        }
        return before;
    }

    private static void store(Thread carrier, long arena) {
        Object holder = holder(carrier);
        if (holder != null && WORD != NONE) {
            OffHeap.putLong(holder, WORD, arena ^ TAG);
        }
    }

    @ForceInline
    private static Object holder(Thread carrier) {
        return HOLDER == NONE ? carrier : OffHeap.getReference(carrier, HOLDER);
    }
}
