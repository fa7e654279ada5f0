// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jdk.internal.misc.Unsafe;

/** Threads whose ids are chosen, which no API allows. */
final class CraftedThreads {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long TID = U.objectFieldOffset(Thread.class, "tid");

    private static final long EETOP = U.objectFieldOffset(Thread.class, "eetop");

    /** Beyond the ids any thread of a test run has by itself. */
    private static final long FIRST_ID = 1_000_000_000L;

    private static final AtomicLong FRESH = new AtomicLong(4 * FIRST_ID);

    private CraftedThreads() {}

    /** An id that no thread has. */
    static long freshId() {
        return FRESH.getAndIncrement();
    }

    /** As a constructor does. */
    static void copyStackSize(Thread from, Thread to) {
        try {
            long offset = U.objectFieldOffset(Thread.class, "stackSize");
            U.putLong(to, offset, U.getLong(from, offset));
        } catch (InternalError elsewhere) { // since JDK 19
            long holder = U.objectFieldOffset(Thread.class, "holder");
            U.putReference(to, holder, U.getReference(from, holder));
        }
    }

    /** A thread that is not started. */
    static Thread withId(long id) {
        return withId(id, () -> {});
    }

    static Thread withId(long id, Runnable work) {
        Thread thread = new Thread(work);
        U.putLong(thread, TID, id);
        return thread;
    }

    /** Whether a thread that is never started says that it is alive. */
    static void alive(Thread thread, boolean alive) {
        U.putLong(thread, EETOP, alive ? 1 : 0); // what the JVM asks; nothing may ask that thread for more
    }

    /** Ids that send the index of the arenas to one and the same cell. */
    static List<Long> idsWithOneHome(Arenas arenas, int count) {
        List<Long> ids = new ArrayList<>();
        long home = home(arenas, FIRST_ID);
        for (long id = FIRST_ID; ids.size() < count; id++) {
            if (home(arenas, id) == home) {
                ids.add(id);
            }
        }
        return ids;
    }

    static long home(Arenas arenas, long id) {
        return id * IndexLayout.SPREAD >>> arenas.shift();
    }
}
