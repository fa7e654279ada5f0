// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.report.MemoryUse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process holds and held. Thread-safe. */
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final MemoryMXBean heap = ManagementFactory.getMemoryMXBean();
    private final HeapPeak peak;

    /** That of a process in which nothing is counted. */
    public ProcessMemory() {
        this(HeapPeak.told());
    }

    public ProcessMemory(HeapPeak peak) {
        this.peak = peak;
    }

    /** Reads everything now. */
    public MemoryUse read() {
        long used = heap.getHeapMemoryUsage().getUsed();
        String status = status();
        return new MemoryUse(
                used, afterGc(), peak.atLeast(used), kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:"));
    }

    private Long afterGc() {
        long sum = 0;
        boolean collected = false;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            if (usage != null) {
                sum += usage.getUsed();
                collected |= usage.getCommitted() > 0 && peak.collections() > 0;
            }
        }
        return collected ? sum : null;
    }

    /** Null where there is no such file. */
    private static String status() {
        try {
            return Files.readString(STATUS, StandardCharsets.ISO_8859_1);
        } catch (IOException | RuntimeException absent) {
            return null;
        }
    }

    /** The bytes of a line such as {@code VmHWM:   123456 kB}; null when there is none. */
    static Long kilobytes(String status, String key) {
        int at = status == null ? -1 : status.indexOf(key);
        if (at < 0) {
            return null;
        }
        long kilobytes = 0;
        for (int i = at + key.length(); status.charAt(i) != 'k' && status.charAt(i) != '\n'; i++) {
            char c = status.charAt(i);
            kilobytes = Character.isDigit(c) ? 10 * kilobytes + c - '0' : kilobytes;
        }
        return kilobytes * 1024;
    }
}
