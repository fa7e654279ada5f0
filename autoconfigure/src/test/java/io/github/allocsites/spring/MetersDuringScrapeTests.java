// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Site;
import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scrapes of one thread or several, during each of which the list of sites changes. */
class MetersDuringScrapeTests {
    private static final int SCRAPES = 200;
    private static final int ROUNDS = 40;
    private static final int THREADS = 4;
    private static final int SITES = 5;
    private static final List<String> SITE_METERS =
            List.of("allocsites_site_allocations_total", "allocsites_site_allocated_bytes_total");

    private final AtomicLong nanos = new AtomicLong();
    private final FakeSource source = FakeSource.recording();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Registries hold it weakly. */
    private final AllocSitesMetrics metrics =
            new AllocSitesMetrics(source, new Metrics(true, SITES, SiteLabel.METHOD), nanos::get);

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldNeitherFailNorWait() throws Exception {
        metrics.bindTo(registry);
        metrics.begin();
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
        restForTwoScrapes();
        assertThat(registry.get("allocsites.site.allocated").functionCounters()).hasSize(SITES);
    }

    /** As a scrape does that comes by a site first: what it has read then, and what it finds after that. */
    @Test
    void shouldNotShowANewcomerBesideTheSiteItReplaces() {
        source.snapshot = FakeSource.snapshot(sitesOfRound(1));
        metrics.bindTo(registry);
        metrics.begin();
        Set<Meter> shown = new HashSet<>();
        source.snapshot = FakeSource.snapshot(sitesOfRound(2));
        nanos.addAndGet(MeterReadings.MAX_AGE_NANOS);
        for (FunctionCounter site : registry.get("allocsites.site.allocated").functionCounters()) {
            assertThat(site.count()).isPositive();
            shown.add(site);
        }
        shown.addAll(registry.get("allocsites.site.allocated").functionCounters());
        assertThat(shown).hasSize(SITES);
        restForTwoScrapes();
        assertThat(registry.get("allocsites.site.allocated").functionCounters())
                .extracting(site -> site.getId().getTag("site"))
                .containsExactlyInAnyOrder(
                        "com.acme.A.m4", "com.acme.A.m5", "com.acme.A.m6", "com.acme.A.m7", "com.acme.A.m8");
    }

    /** The same in Prometheus' own format; each registry walks its meters in another order. */
    @RepeatedTest(20)
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldNeverShowMoreSitesThanAllowed() throws Exception {
        metrics.bindTo(registry);
        metrics.begin();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        Set<String> seen = new HashSet<>();
        try {
            for (int round = 1; round <= ROUNDS; round++) {
                source.snapshot = FakeSource.snapshot(sitesOfRound(round));
                nanos.addAndGet(MeterReadings.MAX_AGE_NANOS);
                // alone in every other round: then it is this scrape that changes what it walks
                int atOnce = round % 2 == 0 ? 1 : THREADS;
                List<Callable<String>> scrapes = Collections.nCopies(atOnce, registry::scrape);
                for (Future<String> scrape : threads.invokeAll(scrapes)) {
                    for (String name : SITE_METERS) {
                        List<String> lines = lines(scrape.get(), name);
                        assertThat(lines).hasSizeLessThanOrEqualTo(SITES);
                        seen.addAll(lines);
                    }
                }
            }
        } finally {
            threads.shutdownNow();
        }
        restForTwoScrapes();

        String last = registry.scrape();
        for (String name : SITE_METERS) {
            assertThat(lines(last, name)).hasSize(SITES);
        }
        assertThat(seen).as("others came").hasSizeGreaterThan(ROUNDS);
    }

    private void restForTwoScrapes() {
        for (int i = 0; i < 2; i++) {
            nanos.addAndGet(MeterReadings.MAX_AGE_NANOS);
            registry.scrape();
        }
    }

    private static List<String> lines(String scrape, String name) {
        return scrape.lines().filter(line -> line.startsWith(name + "{")).toList();
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
        Site[] sites = new Site[SITES];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = site("com.acme.A", "m" + second + "_" + i, 1, "byte[]", 1, second * 100 * second);
        }
        return sites;
    }

    /** Two of the five leave in every round; all that stay or come have twice the bytes of the round before. */
    private static Site[] sitesOfRound(int round) {
        Site[] sites = new Site[SITES];
        for (int i = 0; i < sites.length; i++) {
            sites[i] = site("com.acme.A", "m" + (2 * round + i), 1, "byte[]", 1, 100L << round);
        }
        return sites;
    }
}
