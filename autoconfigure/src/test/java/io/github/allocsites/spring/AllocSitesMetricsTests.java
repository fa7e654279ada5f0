// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllocSitesMetricsTests {
    private static final Site FIRST = site("com.acme.A", "one", 1, "byte[]", 1, 600);
    private static final Site SECOND = site("com.acme.A", "two", 2, "int[]", 90, 300);
    private static final Site THIRD = site("com.acme.B", "three", 3, "long[]", 9, 100);
    private static final String FIRST_SERIES = "{site=\"com.acme.A.one\",type=\"byte[]\"}";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
    private final FakeSource source = FakeSource.recording(FIRST, SECOND, THIRD);
    private final AllocSitesMetrics metrics =
            new AllocSitesMetrics(source, new Metrics(true, 2, SiteLabel.METHOD), nanos::get);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void shouldPublishEveryMeter() {
        metrics.bindTo(prometheus);
        metrics.begin();
        List<String> lines = prometheus.scrape().lines().toList();
        assertThat(lines)
                .contains(
                        "allocsites_allocations_total 100.0",
                        "allocsites_allocated_bytes_total 1000.0",
                        "allocsites_site_allocations_total" + FIRST_SERIES + " 1.0",
                        "allocsites_site_allocated_bytes_total" + FIRST_SERIES + " 600.0",
                        "allocsites_table_dropped_events_total 7.0",
                        "allocsites_heap_used_bytes 1000.0",
                        "allocsites_heap_peak_bytes 2000.0",
                        "allocsites_heap_after_gc_bytes 900.0",
                        "allocsites_resident_used_bytes 5000.0",
                        "allocsites_resident_peak_bytes 6000.0",
                        "allocsites_jvm_ratio 1.0",
                        "allocsites_table_occupied_buckets 3.0",
                        "allocsites_table_capacity_buckets 65536.0",
                        "allocsites_agent_memory_bytes 8192.0",
                        "allocsites_agent_heap_bytes 3000000.0",
                        "allocsites_agent_transform_seconds_total 2.5",
                        "allocsites_agent_stacks_total 40.0",
                        "allocsites_agent_stacks_time_seconds_total 0.2",
                        "allocsites_agent_skipped_classes 1.0",
                        "allocsites_recording 1.0")
                .anyMatch(line ->
                        line.startsWith("allocsites_agent_info{installed_by=\"SELF_ATTACH\",version=\"0.1.0\"} 1"));
        assertThat(lines).filteredOn(line -> line.startsWith("allocsites_")).hasSize(23);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("# HELP allocsites_"))
                .hasSize(21);
    }

    @Test
    void shouldDescribeEveryMeter() {
        metrics.bindTo(registry);
        metrics.begin();
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getDescription())
                .doesNotContainNull();
    }

    @Test
    void shouldHaveNoCountersWhenNotInstalled() {
        source.snapshot = FakeSource.notInstalled("no attach in this test");
        metrics.bindTo(registry);
        metrics.begin();
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "allocsites.heap.used",
                        "allocsites.heap.peak",
                        "allocsites.recording",
                        "allocsites.agent.info");
        assertThat(installedBy()).containsExactly("NOT_INSTALLED");
        assertThat(read("allocsites.recording")).isZero();
        assertThat(read("allocsites.heap.used")).isEqualTo(1_000);
    }

    @Test
    void shouldHaveCountersFromTheMomentOfInstallationOn() {
        Snapshot installed = source.snapshot;
        source.snapshot = FakeSource.notInstalled("not yet");
        metrics.bindTo(registry);
        metrics.begin();
        source.snapshot = installed;
        passASecond();
        assertThat(read("allocsites.recording")).isEqualTo(1);
        assertThat(read("allocsites.allocated")).isEqualTo(1_000);
        assertThat(names()).contains("allocsites.agent.info", "allocsites.site.allocated", "allocsites.jvm.ratio");
        assertThat(installedBy()).containsExactly("SELF_ATTACH");
    }

    @Test
    void shouldHaveNoGaugeForWhatTheJvmCannotSay() {
        source.snapshot = FakeSource.snapshot(new Totals(100, 1_000, null, null), FIRST);
        metrics.bindTo(registry);
        metrics.begin();
        assertThat(names()).doesNotContain("allocsites.jvm.ratio").contains("allocsites.allocated");
    }

    @Test
    void shouldReadOneSnapshotForAllMetersOfAScrape() {
        metrics.bindTo(prometheus);
        metrics.begin();
        assertThat(source.lifetimes).isEqualTo(1);
        passASecond();
        prometheus.scrape();
        assertThat(source.lifetimes).isEqualTo(2);
        prometheus.scrape();
        assertThat(source.lifetimes).isEqualTo(2);
    }

    @Test
    void shouldNeverDecrease() {
        metrics.bindTo(registry);
        metrics.begin();
        source.snapshot = FakeSource.snapshot(new Totals(0, 0, 0L, null));
        passASecond();
        assertThat(read("allocsites.allocations")).isEqualTo(100);
        assertThat(read("allocsites.allocated")).isEqualTo(1_000);
        assertThat(read("allocsites.site.allocated")).isPositive();
        source.snapshot = withDropped(0);
        passASecond();
        assertThat(read("allocsites.table.dropped")).isEqualTo(7);
    }

    @Test
    void shouldReplaceSitesThatFellBehind() {
        metrics.bindTo(prometheus);
        metrics.begin();
        assertThat(prometheus.scrape())
                .contains("com.acme.A.one", "com.acme.A.two")
                .doesNotContain("com.acme.B.three");
        source.snapshot = FakeSource.snapshot(FIRST, SECOND, site("com.acme.B", "three", 3, "long[]", 99, 1_000));
        passASecond();
        assertThat(prometheus.scrape()).contains("com.acme.A.one").doesNotContain("com.acme.B.three");
        passASecond();
        prometheus.scrape();
        assertThat(prometheus.scrape())
                .contains("com.acme.A.one")
                .doesNotContain("com.acme.A.two")
                .contains("allocsites_site_allocated_bytes_total{site=\"com.acme.B.three\",type=\"long[]\"} 1000.0");
    }

    @Test
    void shouldServeEveryRegistry() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(registry);
        composite.add(prometheus);
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        metrics.bindTo(composite);
        metrics.bindTo(other);
        metrics.begin();
        source.snapshot = FakeSource.snapshot(FIRST, SECOND, site("com.acme.B", "three", 3, "long[]", 99, 1_000));
        passASecond();
        assertThat(read("allocsites.allocated")).isEqualTo(1_900);
        passASecond();
        assertThat(read("allocsites.allocated")).isEqualTo(1_900);
        for (MeterRegistry each : List.of(registry, prometheus, composite, other)) {
            assertThat(each.get("allocsites.site.allocated").functionCounters())
                    .extracting(counter -> counter.getId().getTag("site"))
                    .containsExactlyInAnyOrder("com.acme.A.one", "com.acme.B.three");
        }
    }

    @Test
    void shouldKeepWhatRegistriesHoldWeakly() throws InterruptedException {
        metrics.bindTo(registry);
        metrics.begin();
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(read("allocsites.heap.used")).isEqualTo(1_000);
        assertThat(registry.get("allocsites.site.allocated").functionCounters())
                .allMatch(counter -> counter.count() > 0);
    }

    @Test
    void shouldShowPausesAndLaterCollections() {
        Snapshot now = source.snapshot;
        MemoryUse memory = new MemoryUse(1, null, 2, null, null);
        source.snapshot = copy(now, Status.RECORDING, memory, now.table());
        metrics.bindTo(registry);
        metrics.begin();
        assertThat(names()).doesNotContain("allocsites.heap.after.gc", "allocsites.resident.used");
        source.snapshot = copy(now, Status.PAUSED, FakeSource.MEMORY, now.table());
        passASecond();
        assertThat(read("allocsites.recording")).isZero();
        assertThat(read("allocsites.heap.after.gc")).isEqualTo(900);
    }

    private Snapshot withDropped(long droppedEvents) {
        Snapshot now = source.snapshot;
        return copy(now, now.status(), now.memory(), new TableUse(65_536, 0, droppedEvents, 0));
    }

    private static Snapshot copy(Snapshot snapshot, Status status, MemoryUse memory, TableUse table) {
        return new Snapshot(
                status,
                snapshot.reason(),
                snapshot.installedBy(),
                snapshot.since(),
                snapshot.elapsed(),
                snapshot.totals(),
                memory,
                table,
                snapshot.agent(),
                snapshot.sites(),
                snapshot.callSites());
    }

    private void passASecond() {
        nanos.addAndGet(MeterReadings.MAX_AGE_NANOS);
    }

    private double read(String name) {
        // the first reading brings meters up to date, and may register the one that is asked for
        registry.get("allocsites.recording").gauge().value();
        return registry.get(name)
                .meters()
                .iterator()
                .next()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private List<String> installedBy() {
        return registry.get("allocsites.agent.info").meters().stream()
                .map(meter -> meter.getId().getTag("installed.by"))
                .toList();
    }

    private List<String> names() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .distinct()
                .toList();
    }
}
