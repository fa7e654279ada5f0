// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.containers.Network;
import org.testcontainers.junit.jupiter.Testcontainers;
import tools.jackson.databind.JsonNode;

/** The demo's image under load, read by a Prometheus with the configuration of docker/prometheus. */
@Testcontainers(disabledWithoutDocker = true)
@TestMethodOrder(OrderAnnotation.class)
final class ScrapedDemoIT {
    /** Every second instead of every five: so the minute holds what rules look at. */
    private static final String INTERVAL = "1s";

    private static final long LOAD_NANOS = 60_000_000_000L;
    private static final long LIMIT_NANOS = 120_000_000_000L;

    /**
     * What rate() extrapolates beyond what it saw: to both ends of its window, by at most an interval and a tenth each,
     * and never beyond the window. Over ten intervals of which a restart leaves few samples, no more than this factor.
     */
    private static final double EXTRAPOLATED = 2;

    private static final String RATE = "sum(rate(allocsites_allocated_bytes_total[10s]))";
    private static final String SITE_RATE = "sum(rate(allocsites_site_allocated_bytes_total[10s]))";

    private static Network network;
    private static DemoContainer demo;
    private static PrometheusContainer prometheus;

    @BeforeAll
    static void start() throws IOException {
        String configuration = Files.readString(Path.of("prometheus/prometheus.yml"))
                .replace("scrape_interval: 5s", "scrape_interval: " + INTERVAL)
                .replace("evaluation_interval: 5s", "evaluation_interval: " + INTERVAL);
        network = Network.newNetwork();
        demo = new DemoContainer().withNetwork(network).withNetworkAliases("demo");
        prometheus = new PrometheusContainer(configuration).withNetwork(network);
        demo.start();
        prometheus.start();
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable each : new AutoCloseable[] {prometheus, demo, network}) {
            try {
                if (each != null) {
                    each.close();
                }
            } catch (Exception alreadyGone) {
                // ended with its engine
            }
        }
    }

    @Test
    @Order(1)
    void shouldHaveSeriesForEveryExpressionAfterAMinuteOfLoad() throws Exception {
        load(LOAD_NANOS);

        List<String> empty = new ArrayList<>();
        List<String> expressions = expressions();
        for (String expression : expressions) {
            if (prometheus.query(expression).isEmpty()) {
                empty.add(expression);
            }
        }
        System.out.println(expressions.size() + " expressions have series");
        assertThat(empty).isEmpty();
        for (Dashboards.Rule rule : Dashboards.rules()) {
            if (!rule.isAlert()) {
                assertThat(prometheus.query(rule.name())).as(rule.name()).isNotEmpty();
            }
        }
        assertThat(prometheus.value("sum(allocsites_recording)")).hasValue(1);
    }

    @Test
    @Order(2)
    void shouldNeitherFallBelowZeroNorLeapWhenCountsOrTheProcessBeginAnew() throws Exception {
        double most = highest(RATE);
        double mostOfSites = highest(SITE_RATE);
        for (int i = 0; i < 10; i++) {
            demo.reset();
            loadAndCheck(1_000_000_000L, EXTRAPOLATED * most, EXTRAPOLATED * mostOfSites);
        }
        double before = bytes();

        demo.restart();
        awaitAnswer();
        // starting allocates, too, and at its own rate: so it is the bound as far as it is the higher one
        double started = demo.report().at("/totals/bytes").asDouble();
        double bound = EXTRAPOLATED * Math.max(most, started / 10);
        loadAndCheck(15_000_000_000L, bound, bound);

        assertThat(before).isGreaterThan(0);
        assertThat(prometheus.value("sum(resets(allocsites_allocated_bytes_total[2m]))"))
                .as("only the restart, not the ten resets")
                .hasValue(1);
    }

    @Test
    @Order(3)
    void shouldNotNoticeThatPrometheusIsAway() throws Exception {
        prometheus.stop();

        demo.visit();

        JsonNode report = demo.report();
        assertThat(report.at("/status").asString()).isEqualTo("RECORDING");
        assertThat(demo.err()).isEmpty();
        assertThat(demo.out()).doesNotContain(" WARN ", " ERROR ");
    }

    /** All of them. Alerts say 0 where they would be silent; a minute of theirs is a second here. */
    private static List<String> expressions() {
        List<String> expressions = new ArrayList<>();
        for (String expression : Dashboards.expressions()) {
            expressions.add(Dashboards.replaceVariables(expression, "30s"));
        }
        for (Dashboards.Rule rule : Dashboards.rules()) {
            String seconds = rule.expression().replaceAll("\\b(\\d+)m\\b", "$1s");
            expressions.add(seconds.replaceAll("(==|>) ", "$1 bool "));
        }
        return expressions;
    }

    private static void load(long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            demo.visit();
        }
    }

    private static void loadAndCheck(long nanos, double most, double mostOfSites) throws Exception {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            demo.visit();
            checkRate(RATE, most);
            checkRate(SITE_RATE, mostOfSites);
        }
    }

    private static void checkRate(String expression, double most) throws Exception {
        for (JsonNode series : prometheus.query(expression)) {
            assertThat(PrometheusContainer.number(series)).as(expression).isBetween(0.0, most);
        }
    }

    private static double highest(String expression) throws Exception {
        return prometheus.value("max_over_time((" + expression + ")[1m:1s])").orElseThrow();
    }

    private static double bytes() throws Exception {
        return prometheus.value("sum(allocsites_allocated_bytes_total)").orElseThrow();
    }

    private static void awaitAnswer() throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try {
                demo.visit();
                return;
            } catch (IOException | AssertionError notYet) {
                assertThat(System.nanoTime() - start).isLessThan(LIMIT_NANOS);
                Thread.sleep(100);
            }
        }
    }
}
