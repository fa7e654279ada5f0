// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.allocsites.benchmarks.Load.Answers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server of the JDK, with answers of known and of unknown length. */
final class LoadTests {
    private static final int CLIENTS = 4;

    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(pool);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().getBytes();
            boolean isChunked = requests.incrementAndGet() % 2 == 0;
            exchange.sendResponseHeaders(
                    exchange.getRequestURI().getPath().equals("/missing") ? 404 : 200, isChunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        pool.shutdownNow();
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @Test
    void shouldReadAnswersOfKnownAndOfUnknownLength() throws Exception {
        try (Connection connection = new Connection(port())) {
            assertThat(connection.get("/one")).asString().isEqualTo("/one");
            assertThat(connection.get("/another")).asString().isEqualTo("/another");
            assertThat(connection.get("/third")).asString().isEqualTo("/third");
        }
    }

    @Test
    void shouldFailWhenTheAnswerIsNotOk() throws Exception {
        try (Connection connection = new Connection(port())) {
            assertThatThrownBy(() -> connection.get("/missing")).hasMessageContaining("404");
        }
    }

    @Test
    void shouldSendAsManyRequestsAsAskedFor() throws Exception {
        Answers answers = new Load(port(), CLIENTS).counting(100);

        assertThat(requests).hasValue(100);
        assertThat(answers.number()).isEqualTo(100);
        assertThat(answers.ends()).isSorted();
        assertThat(answers.p99Millis()).isPositive();
        assertThat(answers.perSecond()).isPositive();
    }

    @Test
    void shouldPutSeveralTimesTogether() {
        Answers one = new Answers(new long[] {10, 20}, new long[] {5_000_000, 1_000_000}, 1_000_000_000);
        Answers other = new Answers(new long[] {70}, new long[] {3_000_000}, 500_000_000);

        Answers all = Answers.of(List.of(one, other));

        assertThat(all.number()).isEqualTo(3);
        assertThat(all.ends()).containsExactly(10, 20, 70);
        assertThat(all.perSecond()).isEqualTo(2);
        assertThat(all.p99Millis()).isEqualTo(5);
    }

    @Test
    void shouldSendRequestsUntilTheTimeIsOver() throws Exception {
        Answers answers = new Load(port(), CLIENTS).lasting(200);

        assertThat(answers.number()).isEqualTo(requests.get()).isPositive();
        assertThat(answers.wallNanos()).isGreaterThanOrEqualTo(200_000_000);
    }
}
