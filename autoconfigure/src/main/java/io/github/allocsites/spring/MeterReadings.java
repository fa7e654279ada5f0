// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import io.github.allocsites.report.Snapshot;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What all meters read: one snapshot, at most a second old, so that the meters of a scrape agree and cost one report.
 *
 * <p>Whoever finds it too old renews it; everybody else goes on with the old one and never waits. That matters, because
 * a renewal registers and removes meters and so takes registries' locks, which a waiting reader may be holding.
 */
final class MeterReadings {
    static final long MAX_AGE_NANOS = 1_000_000_000;

    private final AllocationSource source;
    private final SeriesSums sums;
    private final TopSites topSites;
    private final LongSupplier nanoTime;
    private final List<RegistryMeters> registries = new CopyOnWriteArrayList<>();
    private final GrowingValue count = new GrowingValue();
    private final GrowingValue bytes = new GrowingValue();
    private final GrowingValue dropped = new GrowingValue();
    private final ReentrantLock renewal = new ReentrantLock();

    /** Written by the holder of the renewal lock only. */
    private volatile Snapshot snapshot;

    /** Written before the snapshot, by the holder of the renewal lock only. */
    private volatile long takenAtNanos;

    private volatile Collection<SiteSeries> sites = List.of();

    MeterReadings(AllocationSource source, SeriesSums sums, TopSites topSites, LongSupplier nanoTime) {
        this.source = source;
        this.sums = sums;
        this.topSites = topSites;
        this.nanoTime = nanoTime;
    }

    /** Adds a registry, and its meters as far as there is something to show. One that fails is not kept. */
    void add(RegistryMeters registry) {
        renewal.lock();
        try {
            if (isTooOld()) {
                renew();
            }
            registry.update(snapshot, sites);
            registries.add(registry);
        } finally {
            renewal.unlock();
        }
    }

    double count() {
        renewIfTooOld();
        return count.get();
    }

    double bytes() {
        renewIfTooOld();
        return bytes.get();
    }

    double dropped() {
        renewIfTooOld();
        return dropped.get();
    }

    Snapshot snapshot() {
        renewIfTooOld();
        return snapshot;
    }

    void renewIfTooOld() {
        if (isTooOld() && renewal.tryLock()) {
            try {
                if (isTooOld()) {
                    renew();
                }
            } finally {
                renewal.unlock();
            }
        }
    }

    private boolean isTooOld() {
        return snapshot == null || nanoTime.getAsLong() - takenAtNanos >= MAX_AGE_NANOS;
    }

    /** The snapshot comes first: registering a meter may read one, and must find this work done. */
    private void renew() {
        Snapshot latest = source.lifetime();
        takenAtNanos = nanoTime.getAsLong();
        snapshot = latest;
        if (latest.totals() != null) {
            count.update(latest.totals().count());
            bytes.update(latest.totals().bytes());
            sites = source.ownWork(() -> topSites.update(sums.update(latest, hasStacks())));
        }
        if (latest.table() != null) {
            dropped.update(latest.table().droppedEvents());
        }
        for (RegistryMeters registry : registries) {
            registry.update(latest, sites);
        }
    }

    private boolean hasStacks() {
        Options inForce = source.options();
        return inForce == null || inForce.stacksIntervalBytes() != Options.NO_STACK;
    }
}
