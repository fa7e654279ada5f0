// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A clock that stands while the process does: from one look at it to the next it goes on by the processor time the
 * process used, and by no more than the time that went by. Where the system cannot tell, all time counts.
 *
 * <p>Used by one thread.
 */
public final class BusyTime {
    private static final long UNKNOWN = -1;

    private long clock;
    private long used;
    private long busy;

    BusyTime(long clock, long used) {
        this.clock = clock;
        this.used = used;
        this.busy = clock;
    }

    /** Of this process; it begins at what {@link System#nanoTime()} says. */
    public static BusyTime ofThisProcess() {
        return new BusyTime(System.nanoTime(), usedNanos());
    }

    /** Nanoseconds. */
    public long nanos() {
        return nanos(System.nanoTime(), usedNanos());
    }

    long nanos(long nowClock, long nowUsed) {
        long passed = nowClock - clock;
        busy += nowUsed == UNKNOWN || used == UNKNOWN ? passed : Math.min(passed, nowUsed - used);
        clock = nowClock;
        used = nowUsed;
        return busy;
    }

    private static long usedNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : UNKNOWN;
    }
}
