// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Site;
import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scrapes of several threads, during each of which the list of sites changes. */
class MetersDuringScrapeTests {
    private static final int SCRAPES = 200;
    private static final int THREADS = 4;

    private final AtomicLong nanos = new AtomicLong();
    private final FakeSource source = FakeSource.recording();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldNeitherFailNorWait() throws Exception {
        new AllocSitesMetrics(source, new Metrics(true, 5, SiteLabel.METHOD), nanos::get).bindTo(registry);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                tasks.add(this::scrape);
            }
            for (Future<Integer> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        registry.scrape();
        assertThat(registry.get("allocsites.site.allocated").functionCounters()).hasSize(5);
    }

    private int scrape() {
        int characters = 0;
        for (int i = 1; i <= SCRAPES; i++) {
            source.snapshot = FakeSource.snapshot(sites(nanos.get()));
            nanos.addAndGet(MeterReadings.MAX_AGE_NANOS);
            characters += registry.scrape().length();
        }
        return characters;
    }

    /** Every second five other sites are by far the largest. */
    private static Site[] sites(long nanos) {
        long second = nanos / MeterReadings.MAX_AGE_NANOS + 1;
        Site[] sites = new Site[5];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = site("com.acme.A", "m" + second + "_" + i, 1, "byte[]", 1, second * 100 * second);
        }
        return sites;
    }
}
