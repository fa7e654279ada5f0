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

    /** Null where there is none. */
    private final OperatingSystemMXBean system;

    private long clock;
    private long used;

    BusyTime(OperatingSystemMXBean system, long clock, long used) {
        this.system = system;
        this.clock = clock;
        this.used = used;
    }

    /** Of this process, from now on. */
    public static BusyTime ofThisProcess() {
        OperatingSystemMXBean system = system();
        return new BusyTime(system, System.nanoTime(), usedNanos(system));
    }

    /** Nanoseconds since the last call, or since the clock began. */
    public long nanosSince() {
        return nanosSince(System.nanoTime(), usedNanos(system));
    }

    long nanosSince(long nowClock, long nowUsed) {
        long passed = nowClock - clock;
        long busy = nowUsed == UNKNOWN || used == UNKNOWN ? passed : Math.min(passed, Math.max(0, nowUsed - used));
        clock = nowClock;
        used = nowUsed;
        return busy;
    }

    /** A JDK that does not understand the control groups it runs in fails here, and must not end who asks. */
    private static OperatingSystemMXBean system() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean found ? found : null;
        } catch (RuntimeException | LinkageError misunderstood) {
            return null;
        }
    }

    private static long usedNanos(OperatingSystemMXBean system) {
        return system == null ? UNKNOWN : system.getProcessCpuTime();
    }
}
