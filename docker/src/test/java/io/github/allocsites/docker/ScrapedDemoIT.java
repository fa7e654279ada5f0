// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.junit.jupiter.Testcontainers;
import tools.jackson.databind.JsonNode;

/** The demo's image under load, read by a Prometheus with the configuration of docker/prometheus. */
@Testcontainers(disabledWithoutDocker = true)
@TestMethodOrder(OrderAnnotation.class)
final class ScrapedDemoIT {
    /** Every second instead of every five: so the minute holds what rules look at. */
    private static final String INTERVAL = "1s";

    private static final int VISITS = 60;
    private static final int RESETS = 10;
    private static final int VISITS_AFTER_RESTART = 15;
    private static final long PACE_NANOS = 1_000_000_000L;
    private static final long LIMIT_NANOS = 120_000_000_000L;

    /**
     * Visits that can fall between the first and the last sample of a window, beyond one for each of its seconds: the
     * one that had begun, the one that begins with the last, and the one of the second that the first may be old.
     */
    private static final int VISITS_AT_THE_EDGES = 3;

    private static final String BYTES = "allocsites_allocated_bytes_total";
    private static final String SITE_BYTES = "allocsites_site_allocated_bytes_total";
    private static final String WINDOW = "[1m]";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

    /** A sample is from the second before it at the earliest. */
    private static final int SAMPLE_AGE_SECONDS = 1;

    /** From the end of the old process to the first answer of the new one, and what that had allocated until then. */
    private record Start(double began, double answered, double bytes) {}

    /** Of a visit, and of what goes on in its second; the first ones allocate a little more than later ones. */
    private static double bytesOfAVisit;

    private static Network network;
    private static DemoContainer demo;
    private static PrometheusContainer prometheus;

    @BeforeAll
    static void start() throws IOException {
        String configuration = Files.readString(Path.of("prometheus/prometheus.yml"))
                .replace("scrape_interval: 5s", "scrape_interval: " + INTERVAL)
                .replace("evaluation_interval: 5s", "evaluation_interval: " + INTERVAL);
        network = network();
        demo = new DemoContainer().withNetwork(network).withNetworkAliases("demo");
        prometheus = new PrometheusContainer(configuration).withNetwork(network);
        demo.start();
        prometheus.start();
    }

    /** Its ports are open to this machine only, where the engine is on it. */
    private static Network network() {
        Map<String, String> options =
                LOOPBACK.contains(DockerClientFactory.instance().dockerHostIpAddress())
                        ? Map.of("com.docker.network.bridge.host_binding_ipv4", "127.0.0.1")
                        : Map.of();
        return Network.builder()
                .createNetworkCmdModifier(create -> create.withOptions(options))
                .build();
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
        double begin = allocated();
        visit(VISITS / 2);
        double middle = allocated();
        visit(VISITS / 2);
        bytesOfAVisit = Math.max(middle - begin, allocated() - middle) / (VISITS / 2);

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

    /**
     * What rate() says is at most what came between the first and the last sample of its window, by the time between
     * them: it extrapolates to the ends of the window and divides by all of it.
     */
    @Test
    @Order(2)
    void shouldNeitherFallBelowZeroNorLeapWhenCountsOrTheProcessBeginAnew() throws Exception {
        double begin = seconds();
        for (int i = 0; i < RESETS; i++) {
            demo.reset();
            visit(1);
        }
        assertThat(prometheus.value("sum(resets(" + BYTES + "[2m]))")).hasValue(0);
        assertThat(prometheus.value("sum(resets(" + SITE_BYTES + "[2m]))")).hasValue(0);

        double ended = seconds();
        demo.restart();
        awaitAnswer();
        Start start = new Start(ended, seconds(), allocated());
        visit(VISITS_AFTER_RESTART);

        assertThat(prometheus.value("sum(resets(" + BYTES + WINDOW + "))"))
                .as("a window over the restart")
                .hasValue(1);
        double highest = 0;
        for (double time = begin; time <= seconds(); time += 0.5) {
            highest = Math.max(highest, checkRates(time, start));
        }
        System.out.printf(
                "rates: a visit a second allocates %.0f bytes, starting %.0f, the highest rate was %.2f of its bound%n",
                bytesOfAVisit, start.bytes(), highest);
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

    /** One a second at most. */
    private static void visit(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            long next = System.nanoTime() + PACE_NANOS;
            demo.visit();
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
    }

    /** Returns the part of its bound that the rate of a window reached. */
    private static double checkRates(double time, Start start) throws Exception {
        List<JsonNode> samples = new ArrayList<>();
        prometheus
                .query(BYTES + WINDOW, time)
                .forEach(series -> series.get("values").forEach(samples::add));
        if (samples.size() < 2) {
            return 0; // nor has rate() anything to go by
        }
        double first = samples.get(0).get(0).asDouble();
        double last = samples.get(samples.size() - 1).get(0).asDouble();
        double bytes = bytesOfAVisit * (last - first + VISITS_AT_THE_EDGES);
        if (first - SAMPLE_AGE_SECONDS <= start.answered() && start.began() <= last) {
            bytes += start.bytes();
        }
        double bound = bytes / (last - first);
        double rate = sum(prometheus.query("sum(rate(" + BYTES + WINDOW + "))", time));
        assertThat(rate).as("at " + time).isBetween(0.0, bound);
        assertThat(sum(prometheus.query("sum(rate(" + SITE_BYTES + WINDOW + "))", time)))
                .as("sites at " + time)
                .isBetween(0.0, bound);
        return rate / bound;
    }

    private static double sum(List<JsonNode> series) {
        return series.stream().mapToDouble(PrometheusContainer::number).sum();
    }

    /** Since the process began, or since the last reset. */
    private static double allocated() throws Exception {
        return demo.report().at("/totals/bytes").asDouble();
    }

    private static double seconds() {
        return System.currentTimeMillis() / 1e3;
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
