// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.table.Recording;
import java.util.function.LongSupplier;

/**
 * Overflows the stacks of many threads, each at allocations that none did before, and prints what the sites themselves
 * counted and what the agent did: then, and afterwards.
 */
public final class Overflowing {
    public static final int SPECIMENS = 3_000;
    public static final int AFTERWARDS = 10;
    public static final int EVENTS_OF_ONE = Specimens.EVENTS;
    public static final int THREADS = 30;
    private static final long STACK_BYTES = 200 << 10;

    private static final Runnable[] ALL = new Runnable[SPECIMENS];
    private static volatile int overflows;

    private Overflowing() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < SPECIMENS; i++) {
            ALL[i] = new Specimens().make(i); // each loader's class has probes of its own
        }
        for (int i = 0; i < THREADS; i++) {
            int first = i * SPECIMENS / THREADS;
            Thread thread = new Thread(null, () -> overflow(first), "overflowing", STACK_BYTES + i * 1000);
            thread.start();
            thread.join();
        }
        long made = made();
        long counted = Specimens.counted();
        System.out.println("overflows=" + overflows);
        System.out.println("made=" + made);
        System.out.println("counted=" + counted);
        System.out.println("stray=" + Recording.strayEvents());
        for (int i = 0; i < AFTERWARDS; i++) {
            for (Runnable specimen : ALL) {
                specimen.run();
            }
        }
        System.out.println("made.afterwards=" + (made() - made));
        System.out.println("counted.afterwards=" + (Specimens.counted() - counted));
    }

    private static long made() {
        long made = 0;
        for (Runnable specimen : ALL) {
            made += ((LongSupplier) specimen).getAsLong();
        }
        return made;
    }

    private static void overflow(int first) {
        try {
            descend(first);
        } catch (StackOverflowError expected) {
            overflows++;
        }
    }

    private static void descend(int number) {
        ALL[number % SPECIMENS].run();
        descend(number + 1);
    }
}
