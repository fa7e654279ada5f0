// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Publishes totals, sites and memory as meters, once the application has started: which sites are the largest is known
 * from a whole report, and the first one would cost the start-up a tenth of a second. Not when the application is ready:
 * there are some whose runners run for ever.
 *
 * <p>Later it has no thread: reading a meter brings all of them up to date, once a second at most, from one snapshot. A
 * site that comes into the top list is therefore registered by one scrape and shown by the next. Must live as long as
 * the registries: their meters hold it weakly.
 */
final class AllocSitesMetrics implements MeterBinder, ApplicationListener<ApplicationStartedEvent> {
    private static final Log LOG = LogFactory.getLog(AllocSitesMetrics.class);

    private final MeterReadings readings;

    /** Registries that wait for {@link #begin}; null since. */
    private List<MeterRegistry> waiting = new ArrayList<>();

    AllocSitesMetrics(AllocationSource source, Metrics metrics) {
        this(source, metrics, System::nanoTime);
    }

    AllocSitesMetrics(AllocationSource source, Metrics metrics, LongSupplier nanoTime) {
        SeriesSums sums = new SeriesSums(metrics.siteLabel());
        readings = new MeterReadings(source, sums, new TopSites(metrics.sites()), nanoTime);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!waits(registry)) {
            add(registry);
        }
    }

    private synchronized boolean waits(MeterRegistry registry) {
        return waiting != null && waiting.add(registry);
    }

    /** On a thread of its own, because the first requests are there. */
    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        Thread thread = new Thread(this::tryToBegin, "allocsites-meters");
        thread.setDaemon(true);
        thread.start();
    }

    /** What a registry does not take is not the application's problem. */
    private void tryToBegin() {
        try {
            begin();
        } catch (RuntimeException refused) {
            LOG.warn("allocsites: meters are missing, because a registry refused them: " + refused);
        }
    }

    /** Registers the meters with every registry that waits, and from now on with every other at once. */
    void begin() {
        for (MeterRegistry registry : takeWaiting()) {
            add(registry);
        }
    }

    private synchronized List<MeterRegistry> takeWaiting() {
        List<MeterRegistry> taken = waiting == null ? List.of() : waiting;
        waiting = null;
        return taken;
    }

    private void add(MeterRegistry registry) {
        readings.add(new RegistryMeters(registry, readings));
    }
}
