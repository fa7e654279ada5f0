// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.LongSupplier;

/**
 * Publishes totals, sites and memory as meters.
 *
 * <p>Has no thread: reading a meter brings all of them up to date, once a second at most, from one snapshot. A site
 * that comes into the top list is therefore registered by one scrape and shown by the next. Must live as long as the
 * registries: their meters hold it weakly.
 */
final class AllocSitesMetrics implements MeterBinder {
    private final MeterReadings readings;

    AllocSitesMetrics(AllocationSource source, Metrics metrics) {
        this(source, metrics, System::nanoTime);
    }

    AllocSitesMetrics(AllocationSource source, Metrics metrics, LongSupplier nanoTime) {
        SeriesSums sums = new SeriesSums(metrics.siteLabel());
        readings = new MeterReadings(source, sums, new TopSites(metrics.sites()), nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        readings.add(new RegistryMeters(registry, readings));
    }
}
