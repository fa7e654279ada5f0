// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What Prometheus reads from a running application. The table of call sites is small, so that events are dropped. */
@ParameterizedClass
@MethodSource("jdks")
final class PrometheusIT {
    private static final String REPORT = "/actuator/allocsites";
    private static final String TOTAL = "allocsites_allocations_total";
    private static final String DROPPED = "allocsites_table_dropped_events_total";
    private static final int SITES = 20;
    private static final int SCRAPES = 20;

    /** Bounds how often the demo is visited until a scrape shows it: a reading may be a second old. */
    private static final int MOST_VISITS = 500;

    private static Demo demo;

    PrometheusIT(Jdk jdk) {}

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeParameterizedClassInvocation
    static void start(Jdk jdk) throws Exception {
        demo = DemoJar.on(jdk)
                .attaching()
                .properties("management.endpoint.allocsites.access=unrestricted", "allocsites.table.buckets=64")
                .start();
        for (int i = 0; scrape().samples().isEmpty() && i < MOST_VISITS; i++) {
            demo.visit(1); // the first meters are registered while the first requests are there
        }
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        demo.close();
    }

    /** Names and types of all meters. Some are absent where the JVM or the platform cannot say. */
    private static SortedMap<String, String> meters(Answer report) {
        SortedMap<String, String> meters = new TreeMap<>();
        for (String counter : List.of(
                TOTAL,
                "allocsites_allocated_bytes_total",
                "allocsites_site_allocations_total",
                "allocsites_site_allocated_bytes_total",
                "allocsites_agent_transform_seconds_total",
                "allocsites_agent_stacks_total",
                "allocsites_agent_stacks_time_seconds_total",
                DROPPED)) {
            meters.put(counter, "counter");
        }
        for (String gauge : List.of(
                "allocsites_heap_used_bytes",
                "allocsites_heap_peak_bytes",
                "allocsites_heap_after_gc_bytes",
                "allocsites_resident_used_bytes",
                "allocsites_resident_peak_bytes",
                "allocsites_jvm_ratio",
                "allocsites_table_occupied_buckets",
                "allocsites_table_capacity_buckets",
                "allocsites_agent_memory_bytes",
                "allocsites_agent_heap_bytes",
                "allocsites_agent_skipped_classes",
                "allocsites_agent_info",
                "allocsites_recording")) {
            meters.put(gauge, "gauge");
        }
        if (report.isNull("/totals/jvmBytes")) {
            meters.remove("allocsites_jvm_ratio");
        }
        if (report.isNull("/memory/residentPeakBytes")) {
            meters.remove("allocsites_resident_used_bytes");
            meters.remove("allocsites_resident_peak_bytes");
        }
        return meters;
    }

    @Test
    void shouldPublishEveryMeter() throws Exception {
        scrapeMoreThan(0); // sites have meters from the second reading on
        Scrape scrape = scrapeMoreThan(scrape().value(TOTAL));

        assertThat(scrape.types()).isEqualTo(meters(report()));
        assertThat(scrape.help().keySet()).isEqualTo(scrape.types().keySet());
        assertThat(scrape.help().values()).noneMatch(String::isBlank);
        assertThat(scrape.value("allocsites_recording")).isEqualTo(1);
        assertThat(scrape.value("allocsites_agent_info")).isEqualTo(1);
        assertThat(scrape.value("allocsites_table_capacity_buckets")).isEqualTo(64);
        assertThat(scrape.samples().keySet())
                .filteredOn(series -> series.startsWith("allocsites_agent_info"))
                .allMatch(series -> series.contains("installed_by=\"SELF_ATTACH\"") && series.contains("version=\"0."));
    }

    @Test
    void shouldNameTheLargestOfTheDemosPlacesWithoutTheirLines() throws Exception {
        List<String> sites = sites();
        for (int i = 0; sites.size() < SITES && i < MOST_VISITS; i++) {
            sites = sites(); // the place of one that leaves stays empty for a scrape
        }

        assertThat(sites)
                .hasSize(SITES)
                .allMatch(series -> series.matches(
                        ".*\\bsite=\"io\\.github\\.allocsites\\.demo\\.[\\w.$<>]+\",type=\"[\\w.$\\[\\]]+\".*"));
    }

    @Test
    void shouldNeverDecreaseWhateverIsReset() throws Exception {
        Map<String, Double> highest = new HashMap<>(scrape().counters());
        Set<String> grown = new HashSet<>();
        for (int i = 0; i < SCRAPES; i++) {
            Map<String, Double> counters =
                    scrapeMoreThan(highest.get(total(highest))).counters();
            counters.forEach((series, value) -> {
                double before = highest.getOrDefault(series, 0.0);
                assertThat(value).as(series).isGreaterThanOrEqualTo(before);
                if (value > before) {
                    grown.add(Scrape.nameOf(series));
                }
            });
            highest.putAll(counters);
            if (i % 3 == 1) {
                assertThat(demo.delete(REPORT).statusCode()).isEqualTo(204);
            }
        }
        assertThat(grown).containsExactlyInAnyOrderElementsOf(namesOf(highest));
    }

    @Test
    void shouldStartNewCountsWhenReset() throws Exception {
        demo.visit(1);
        Answer before = report();

        assertThat(demo.delete(REPORT).statusCode()).isEqualTo(204);

        Answer after = report();
        assertThat(before.number("/table/droppedEvents")).isPositive();
        assertThat(after.number("/table/droppedEvents")).isLessThan(before.number("/table/droppedEvents"));
        assertThat(after.number("/totals/count")).isLessThan(before.number("/totals/count"));
        assertThat(after.number("/totals/bytes")).isLessThan(before.number("/totals/bytes"));
        assertThat(Instant.parse(after.text("/since"))).isAfter(Instant.parse(before.text("/since")));
        assertThat(after.rowsIn("io.github.allocsites.demo")).isEmpty();
        after.checkComplete();
    }

    private static List<String> sites() throws Exception {
        return scrapeMoreThan(scrape().value(TOTAL)).samples().keySet().stream()
                .filter(series -> series.startsWith("allocsites_site_allocated_bytes_total"))
                .toList();
    }

    private static Answer report() throws Exception {
        return Answer.of(demo.json(REPORT + "?groupBy=site&limit=100000"));
    }

    private static Scrape scrape() throws Exception {
        return Scrape.of(demo.get("/actuator/prometheus").body());
    }

    /** Visits the demo until the total is above a number, and returns the scrape that shows it. */
    private static Scrape scrapeMoreThan(double total) throws Exception {
        for (int i = 0; i < MOST_VISITS; i++) {
            demo.visit(1);
            Scrape scrape = scrape();
            if (scrape.value(TOTAL) > total) {
                return scrape;
            }
        }
        throw new AssertionError("no reading above " + total);
    }

    private static String total(Map<String, Double> series) {
        return series.keySet().stream()
                .filter(each -> Scrape.nameOf(each).equals(TOTAL))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> namesOf(Map<String, Double> series) {
        Set<String> names = new HashSet<>();
        series.keySet().forEach(each -> names.add(Scrape.nameOf(each)));
        return names;
    }
}
