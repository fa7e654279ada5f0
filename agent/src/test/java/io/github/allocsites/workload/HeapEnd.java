// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Runs out of heap: by many small arrays or by a large one, and lives on or dies of it. Or does not. */
public final class HeapEnd {
    private static final int ARRAY = 1_000;

    /** A leak takes its time: the second half of a heap of 64 MB more than three seconds. */
    private static final int PACE = 1_000;

    private static final long PAUSE_NANOS = 100_000_000L;
    private static final long STAY_NANOS = 4_000_000_000L;
    private static Object kept;

    private HeapEnd() {}

    /** Arguments: leak, big or fine; caught or not. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[1].equals("caught")) {
            try {
                run(arguments[0]);
            } catch (OutOfMemoryError expected) {
                kept = null;
                System.out.println("caught=1");
            }
        } else {
            new Thread(HeapEnd::stay).start();
            run(arguments[0]);
        }
    }

    /** While this thread lives the JVM does, as one of a server would. Waits in a way that takes no heap. */
    private static void stay() {
        long end = System.nanoTime() + STAY_NANOS;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(STAY_NANOS / 100);
        }
    }

    private static void run(String how) {
        switch (how) {
            case "leak" -> leak();
            case "big" -> kept = new long[Math.toIntExact(Runtime.getRuntime().maxMemory() / Long.BYTES)];
            default -> churn();
        }
    }

    private static void leak() {
        List<Object> arrays = new ArrayList<>();
        kept = arrays;
        long half = Runtime.getRuntime().maxMemory() / 2 / ARRAY;
        while (true) {
            arrays.add(new byte[ARRAY]);
            if (arrays.size() > half && arrays.size() % PACE == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static void churn() {
        for (int i = 0; i < 1_000_000; i++) {
            kept = new byte[ARRAY];
        }
    }
}
