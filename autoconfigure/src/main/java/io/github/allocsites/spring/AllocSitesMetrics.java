// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.SmartApplicationListener;

/**
 * Publishes totals, sites and memory as meters. Which sites are the largest is known from a whole report, and the first
 * one takes a tenth of a second: it is made on a thread of its own as soon as the context is there, while the
 * application goes on with its start, and is waited for when the application is ready. Some never are, because a runner
 * runs for ever.
 *
 * <p>Later it has no thread: reading a meter brings all of them up to date, once a second at most, from one snapshot. A
 * site that comes into the top list is therefore registered by one scrape and shown by the next. Must live as long as
 * the registries: their meters hold it weakly.
 */
final class AllocSitesMetrics implements MeterBinder, SmartApplicationListener {
    private static final Log LOG = LogFactory.getLog(AllocSitesMetrics.class);
    private static final long MOST_WAIT_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final MeterReadings readings;

    /** Registries that wait for {@link #begin}; null since. */
    private List<MeterRegistry> waiting = new ArrayList<>();

    /** What registers the first meters; null before and where there was none to be had. */
    private volatile Thread beginning;

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

    @Override
    public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
        return ContextRefreshedEvent.class.isAssignableFrom(type) || ApplicationReadyEvent.class.isAssignableFrom(type);
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ContextRefreshedEvent) {
            beginAside();
        } else {
            awaitBegun();
        }
    }

    /** Once, whichever context of the application is there first. */
    private synchronized void beginAside() {
        if (waiting != null && beginning == null) {
            beginning = new Thread(this::begin, "allocsites-meters");
            beginning.setDaemon(true);
            try {
                beginning.start();
            } catch (OutOfMemoryError noThread) {
                begin();
            }
        }
    }

    private void awaitBegun() {
        try {
            Thread present = beginning;
            if (present != null) {
                present.join(MOST_WAIT_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Registers the meters with every registry that waits, and from now on with every other at once. */
    void begin() {
        for (MeterRegistry registry : takeWaiting()) {
            tryToAdd(registry);
        }
    }

    private synchronized List<MeterRegistry> takeWaiting() {
        List<MeterRegistry> taken = waiting == null ? List.of() : waiting;
        waiting = null;
        return taken;
    }

    /** What a registry does not take is not the application's problem, nor another registry's. */
    private void tryToAdd(MeterRegistry registry) {
        try {
            add(registry);
        } catch (RuntimeException | LinkageError refused) {
            LOG.warn("allocsites: meters are missing, because a registry refused them: " + refused);
        }
    }

    private void add(MeterRegistry registry) {
        readings.add(new RegistryMeters(registry, readings));
    }
}
