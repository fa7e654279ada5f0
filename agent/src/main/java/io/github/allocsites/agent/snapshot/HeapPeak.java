// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * The largest heap use seen: before each collection, and at every read. The sum of the pools' own peaks would be too
 * much, for these are of different moments. Thread-safe.
 *
 * <p>Where events are counted, a thread of ours looks at the last collections when there was one. To be told by the
 * JVM would make a thread of the JVM's own allocate some hundred objects for us at each collection, in everybody's
 * counts.
 */
public final class HeapPeak {
    private final AtomicLong peakBytes = new AtomicLong();
    private final Set<String> heapPools = new HashSet<>();
    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);

    /** One that somebody has to call {@link #look} for. */
    public HeapPeak() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                heapPools.add(pool.getName());
            }
        }
    }

    /** One that the JVM tells of each collection. */
    static HeapPeak told() {
        HeapPeak peak = new HeapPeak();
        for (GarbageCollectorMXBean collector : peak.collectors) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, unused) -> peak.take(notification), null, null);
            }
        }
        return peak;
    }

    private void take(Notification notification) {
        if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(notification.getType())) {
            CompositeData data = (CompositeData) notification.getUserData();
            take(GarbageCollectionNotificationInfo.from(data).getGcInfo());
        }
    }

    private void take(GcInfo collection) {
        long used = 0;
        for (Map.Entry<String, MemoryUsage> pool :
                collection.getMemoryUsageBeforeGc().entrySet()) {
            used += heapPools.contains(pool.getKey()) ? pool.getValue().getUsed() : 0;
        }
        atLeast(used);
    }

    /** Takes in the last collection of each collector. */
    public void look() {
        for (GarbageCollectorMXBean collector : collectors) {
            GcInfo last = collector.getLastGcInfo();
            if (last != null) {
                take(last);
            }
        }
    }

    /** Raises the peak to the given use if it is lower; returns the peak. */
    long atLeast(long usedBytes) {
        return peakBytes.accumulateAndGet(usedBytes, Math::max);
    }

    /** Collections of any kind so far. */
    long collections() {
        long collections = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            collections += Math.max(0, collector.getCollectionCount());
        }
        return collections;
    }
}
