// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The largest heap use seen: before each collection, told by the collectors, and at every read. The sum of the pools'
 * own peaks would be too much, for these are of different moments. Thread-safe.
 */
final class HeapPeak implements NotificationListener {
    private final AtomicLong peakBytes = new AtomicLong();
    private final Set<String> heapPools = new HashSet<>();

    HeapPeak() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heapPools.add(pool.getName());
            }
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(this, null, null);
            }
        }
    }

    @Override
    public void handleNotification(Notification notification, Object unused) {
        if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType())) {
            CompositeData data = (CompositeData) notification.getUserData();
            Map<String, MemoryUsage> before =
                    GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageBeforeGc();
            long used = 0;
            for (Map.Entry<String, MemoryUsage> pool : before.entrySet()) {
                used += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
            }
            atLeast(used);
        }
    }

    /** Raises the peak to the given use if it is lower; returns the peak. */
    long atLeast(long usedBytes) {
        return peakBytes.accumulateAndGet(usedBytes, Math::max);
    }

    /** Collections of any kind so far. */
    static long collections() {
        long collections = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
        }
        return collections;
    }
}
