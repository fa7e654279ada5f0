// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.allocsites.docker.PrometheusContainer.Block;
import io.github.allocsites.spring.SimulatedInstance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * Fifty instances read by one Prometheus, against the formula of docs/fleet.md. The instances' clocks advance with each
 * reading, so their top sites change as often in ten readings as in ten times the scrape interval; fleet.seconds is how
 * long that goes on.
 */
@Testcontainers(disabledWithoutDocker = true)
@EnabledOnOs(value = OS.LINUX, disabledReason = "containers share the host's network on Linux only")
final class FleetIT {
    private static final int INSTANCES = 50;
    private static final int SITES = 20;

    /** Of an instance whatever it does, and of each site: docs/fleet.md. */
    private static final int FIXED_SERIES = 19;

    private static final int SERIES_OF_A_SITE = 2;
    private static final int SERIES_OF_AN_INSTANCE = FIXED_SERIES + SERIES_OF_A_SITE * SITES;
    private static final int SERIES_OF_THE_FLEET = INSTANCES * SERIES_OF_AN_INSTANCE;
    private static final String OURS = "{__name__=~'allocsites_.+'}";

    /** What Prometheus adds for each target. */
    private static final int SERIES_OF_A_TARGET = 5;

    private static final long SECONDS = Long.getLong("fleet.seconds", 40);
    private static final long LIMIT_NANOS = 60_000_000_000L;

    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final List<SimulatedInstance> instances = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        for (int i = 0; i < INSTANCES; i++) {
            SimulatedInstance instance = new SimulatedInstance(i, SITES);
            instances.add(instance);
            server.createContext("/" + i + "/metrics", exchange -> {
                byte[] body = instance.scrape().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
        }
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldHaveAsManySeriesAsPromisedHoweverTopSitesChange() throws Exception {
        try (PrometheusContainer prometheus = new PrometheusContainer(configuration()).onHost(freePort())) {
            prometheus.start();
            await(prometheus, "sum(up)", INSTANCES);
            Thread.sleep(SECONDS * 1_000);
            instances.forEach(SimulatedInstance::rest);
            await(prometheus, "count(" + OURS + ")", SERIES_OF_THE_FLEET);
            await(prometheus, "count({job='fleet'})", SERIES_OF_THE_FLEET + INSTANCES * SERIES_OF_A_TARGET);

            double seen = value(prometheus, "count(last_over_time(" + OURS + "[1h]))");
            print(prometheus, seen);
            assertThat(seen).as("other sites came").isGreaterThan(SERIES_OF_THE_FLEET + INSTANCES * SERIES_OF_A_SITE);
            // of every scrape there was
            assertThat(value(prometheus, "max(max_over_time(scrape_samples_scraped[1h]))"))
                    .isEqualTo(SERIES_OF_AN_INSTANCE);
            // and at every moment: with a scrape Prometheus ends the series that it no longer has
            assertThat(value(prometheus, "max_over_time(count(" + OURS + ")[" + (SECONDS + 60) + "s:1s])"))
                    .isEqualTo(SERIES_OF_THE_FLEET);
        }
    }

    /** What docs/fleet.md works with. */
    private void print(PrometheusContainer prometheus, double seen) throws Exception {
        Block block = prometheus.block();
        System.out.printf(
                Locale.ROOT,
                "fleet: %d series, %.0f seen in %d s; a scrape has %d bytes; %d samples of %d series take %d bytes,"
                        + " %.2f each, and %d in the index, %.0f for a series%n",
                SERIES_OF_THE_FLEET,
                seen,
                SECONDS,
                instances.get(0).scrape().length(),
                block.samples(),
                block.series(),
                block.chunkBytes(),
                (double) block.chunkBytes() / block.samples(),
                block.indexBytes(),
                (double) block.indexBytes() / block.series());
    }

    private String configuration() {
        List<String> lines = new ArrayList<>(
                List.of("global: {scrape_interval: 2s}", "scrape_configs:", "- job_name: fleet", "  static_configs:"));
        for (int i = 0; i < INSTANCES; i++) {
            lines.add("  - targets: ['127.0.0.1:" + server.getAddress().getPort() + "']");
            lines.add("    labels: {instance: 'host-" + i + ":8080', __metrics_path__: /" + i + "/metrics}");
        }
        return String.join("\n", lines);
    }

    private int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
            return socket.getLocalPort();
        }
    }

    private static void await(PrometheusContainer prometheus, String expression, double expected) throws Exception {
        long start = System.nanoTime();
        while (value(prometheus, expression) != expected) {
            assertThat(System.nanoTime() - start).as(expression).isLessThan(LIMIT_NANOS);
            Thread.sleep(500);
        }
    }

    private static double value(PrometheusContainer prometheus, String expression) throws Exception {
        return prometheus.value(expression).orElse(0);
    }
}
