// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A demo in a JVM of its own, ended when closed. Its output stays in a folder below target. */
final class Demo implements AutoCloseable {
    /** Bounds what hangs; no test waits this long for a demo that works. */
    private static final long LIMIT_SECONDS = 180;

    private static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS);
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String READY = "ReadinessState changed to ACCEPTING_TRAFFIC";
    private static final String ORDER =
            "{\"customerId\":1,\"product\":\"Kettle\",\"quantity\":3,\"unitPriceCents\":1050}";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final Process process;
    private final Path folder;
    private int port;

    Demo(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    void awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        while (!out().contains(READY)) {
            boolean ended = process.waitFor(50, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("the demo did not start: " + out() + err());
            }
        }
        Matcher matcher = PORT.matcher(out());
        assertThat(matcher.find()).as(PORT.pattern()).isTrue();
        port = Integer.parseInt(matcher.group(1));
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the demo did not end: " + out() + err());
        }
        return process.exitValue();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Asks the demo to end, as a container's engine does, and returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return awaitEnd();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    String out() {
        return text("out");
    }

    String err() {
        return text("err");
    }

    /** The log lines of a level whose logger has this prefix, each {@code LEVEL|logger|message}. */
    List<String> logged(String level, String loggerPrefix) {
        return out().lines()
                .filter(line -> line.startsWith(level + "|" + loggerPrefix))
                .toList();
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Without a body. */
    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.noBody());
    }

    /** The JSON of an answer that must be 200. */
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return Answer.parse(response.body());
    }

    /** Every route, this many times, ten requests each: what they answer is checked, so all of them did their work. */
    void visit(int times) throws IOException, InterruptedException {
        for (int i = 0; i < times; i++) {
            ok("/hello/Ann?times=2");
            ok("/orders/1");
            ok("/orders?page=3&size=5");
            ok("/orders/search?q=anv");
            ok("/report/concat");
            ok("/report/boxing");
            ok("/report/copy");
            ok("/report/formatted");
            assertThat(get("/orders/999999").statusCode()).isEqualTo(404);
            assertThat(send("POST", "/orders", BodyPublishers.ofString(ORDER)).statusCode())
                    .isEqualTo(201);
        }
    }

    private void ok(String path) throws IOException, InterruptedException {
        assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
