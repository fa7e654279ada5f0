// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Marks the profiler's own work: between {@link #begin} and {@link #end} the thread's events are counted as nobody's,
 * and a virtual thread stays on its carrier. Nests. Both must be called by the same frame.
 */
public final class OwnWork {
    private OwnWork() {}

    /** Starts own work; the result goes to {@link #end}. */
    public static long begin() {
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        boolean begun = false;
        try {
            long token = ThreadArena.swap(carriers.current(), Recording.ARENAS.discard());
            begun = true;
            return token;
        } finally {
            if (!begun) { // the stack is full: a hold left behind would never end
                carriers.unpin();
            }
        }
    }

    /** Whether the work that gave this token was begun inside other own work. */
    public static boolean isNested(long token) {
        return token == Recording.ARENAS.discard();
    }

    /** Ends it. */
    public static void end(long token) {
        Carriers carriers = Recording.carriers();
        if (token != 0) {
            ThreadArena.swap(carriers.current(), token);
        }
        carriers.unpin();
    }
}
