// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.io.File;

/** Allocates slowly until there are as many dumps as are kept, and a little longer. */
public final class Lasting {
    private static final int MOST = 10;
    private static final long LIMIT_MILLIS = 100_000;
    private static Object kept;

    private Lasting() {}

    /** Argument: the folder of the dumps. */
    public static void main(String[] arguments) throws InterruptedException {
        long end = System.currentTimeMillis() + LIMIT_MILLIS;
        int more = 15;
        while (more > 0 && System.currentTimeMillis() < end) {
            kept = new long[10];
            Thread.sleep(100);
            String[] files = new File(arguments[0]).list();
            more -= files != null && files.length >= MOST ? 1 : 0;
        }
    }
}
