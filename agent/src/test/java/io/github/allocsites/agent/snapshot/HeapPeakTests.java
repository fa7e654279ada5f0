// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HeapPeakTests {
    private static final int MEGABYTES = 64;

    private static volatile byte[][] sink;

    @Test
    void shouldSeeWhatWasThereBeforeACollection() {
        HeapPeak peak = new HeapPeak();
        sink = new byte[MEGABYTES][1 << 20];
        sink = null;
        long collections = peak.collections();
        System.gc();
        assertThat(peak.collections()).isGreaterThan(collections);
        assertThat(peak.atLeast(0)).isZero();
        peak.look();
        assertThat(peak.atLeast(0)).isGreaterThanOrEqualTo((long) MEGABYTES << 20);
    }

    /** Metaspace, code and class space are pools, too, and always in use. */
    @Test
    void shouldTakeInNothingButTheHeap() {
        HeapPeak peak = new HeapPeak();
        System.gc();
        peak.look();
        long largest = largestBeforeLastCollections(MemoryType.HEAP);
        assertThat(largestBeforeLastCollections(MemoryType.NON_HEAP)).isPositive();
        assertThat(peak.atLeast(0)).isEqualTo(largest);
    }

    private static long largestBeforeLastCollections(MemoryType type) {
        long largest = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            GcInfo last = collector.getLastGcInfo();
            long used = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                used += last != null && pool.getType() == type
                        ? last.getMemoryUsageBeforeGc().get(pool.getName()).getUsed()
                        : 0;
            }
            largest = Math.max(largest, used);
        }
        return largest;
    }

    /** By a thread of the JVM's own, which is not waited for longer than a lost word would take. */
    @Test
    @Timeout(60)
    void shouldBeToldWhatWasThereBeforeACollection() throws InterruptedException {
        HeapPeak peak = HeapPeak.told();
        sink = new byte[MEGABYTES][1 << 20];
        sink = null;
        System.gc();
        while (peak.atLeast(0) < (long) MEGABYTES << 20) {
            Thread.sleep(1);
        }
    }

    @Test
    void shouldNotFallAgain() {
        HeapPeak peak = new HeapPeak();
        assertThat(peak.atLeast(5)).isEqualTo(5);
        assertThat(peak.atLeast(3)).isEqualTo(5);
    }
}
