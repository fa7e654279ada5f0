// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * An instance without a process: the meters of the starter, in a registry, over a report that is made up.
 *
 * <p>It has ten times as many sites as meters for them. A step is what happens between two readings; from step to step
 * other sites allocate most, so that the top list has to change.
 */
public final class SimulatedInstance {
    private static final int SITES_PER_METER = 10;
    private static final int STEPS_PER_LEADER = 3;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AllocSitesMetrics metrics;
    private final Random random;
    private final int meteredSites;
    private final long[] counts;
    private long steps;
    private boolean rests;

    public SimulatedInstance(int number, int meteredSites) {
        this.meteredSites = meteredSites;
        random = new Random(number);
        counts = new long[SITES_PER_METER * meteredSites];
        registry.config().commonTags(List.of(Tag.of("application", "fleet")));
        AllocationSource source = (AllocationSource) Proxy.newProxyInstance(
                AllocationSource.class.getClassLoader(),
                new Class<?>[] {AllocationSource.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "lifetime" -> report();
                    case "ownWork" -> ((Supplier<?>) arguments[0]).get();
                    default -> null;
                });
        step();
        // each reading is a second after the one before
        metrics = new AllocSitesMetrics(
                source, new Metrics(true, meteredSites, SiteLabel.METHOD), () -> steps * MeterReadings.MAX_AGE_NANOS);
        metrics.bindTo(registry);
        metrics.begin();
    }

    /** What Prometheus reads. */
    public synchronized String scrape() {
        step();
        return registry.scrape();
    }

    /** Allocates nothing from now on: the top list stays as it is. */
    public synchronized void rest() {
        rests = true;
    }

    /** Everybody allocates a little, and the leaders of these steps much more than all before them. */
    private void step() {
        steps++;
        if (rests) {
            return;
        }
        int leader = (int) (steps / STEPS_PER_LEADER * 7 % counts.length);
        for (int site = 0; site < counts.length; site++) {
            counts[site] += 1 + random.nextInt(100);
        }
        for (int i = 0; i < meteredSites / 4 + 1; i++) {
            counts[(leader + i) % counts.length] += 1_000 * (1 + steps);
        }
    }

    private Snapshot report() {
        List<Site> sites = new ArrayList<>();
        List<CallSite> callSites = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            Site site = site("com.acme.shop.orders.OrderService" + i / 10, "collectOrders" + i % 10, counts[i]);
            Frame frame = new Frame(site.className(), site.method(), site.file(), site.line());
            sites.add(site);
            callSites.add(new CallSite(site, List.of(frame), frame, site.count(), site.bytes(), false, null));
            total += counts[i];
        }
        return new Snapshot(
                Status.RECORDING,
                null,
                InstalledBy.JAVAAGENT,
                Instant.EPOCH,
                Duration.ofSeconds(steps),
                new Totals(total, 40 * total, 40 * total, 1.0),
                new MemoryUse(100 << 20, 50L << 20, 200 << 20, 500L << 20, 600L << 20),
                new TableUse(65_536, counts.length, 0, 6 << 20),
                new AgentUse(
                        "0.1.0",
                        8_000,
                        1,
                        1,
                        60_000,
                        13 << 20,
                        64 << 20,
                        19 << 20,
                        1 << 20,
                        2_000_000_000,
                        steps,
                        1,
                        1),
                sites,
                callSites);
    }

    private static Site site(String className, String method, long count) {
        return new Site(
                SiteId.text(SiteId.of(className, method, "()V", 42, "byte[]")),
                className + "." + method + "(OrderService.java:42)",
                className,
                method,
                "OrderService.java",
                42,
                "byte[]",
                count,
                40 * count,
                0.1,
                false,
                null,
                List.of());
    }
}
