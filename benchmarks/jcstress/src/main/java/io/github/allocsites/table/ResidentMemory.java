// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds, looked at every now and then; unbounded where the system does not say. */
final class ResidentMemory {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final boolean KNOWN = Files.isReadable(STATM);

    /** More than what a JVM with a small heap and the samples at hand needs. */
    private static final long LIMIT_PAGES = (320L << 20) / 4096;

    private static final int EVERY = 1024;
    private static final ThreadLocal<int[]> LOOKS = ThreadLocal.withInitial(() -> new int[1]);

    private ResidentMemory() {}

    static boolean isBounded() {
        return !KNOWN || ++LOOKS.get()[0] % EVERY != 0 || residentPages() < LIMIT_PAGES;
    }

    private static long residentPages() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ")[1]);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
