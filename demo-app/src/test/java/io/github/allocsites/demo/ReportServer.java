// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.PageFiles;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.SiteDetail;
import io.github.allocsites.report.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The page and the formats over a snapshot made by hand: what no application of a reasonable size has. */
final class ReportServer implements AutoCloseable {
    private static final String PATH = "/actuator/allocsites";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Snapshot snapshot;

    ReportServer(Snapshot snapshot) throws IOException {
        this.snapshot = snapshot;
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(PATH, this::answer);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(PATH.length());
        String name = path.isEmpty() ? "" : path.substring(1);
        try (exchange) {
            if (name.isEmpty()) {
                send(exchange, "text/html;charset=UTF-8", PageFiles.page("allocsites", false));
            } else if (PageFiles.has(name)) {
                send(exchange, PageFiles.mediaType(name), PageFiles.bytes(name));
            } else if (name.startsWith("sites/")) {
                StringBuilder json = new StringBuilder();
                new JsonWriter().write(SiteDetail.of(snapshot, name.substring("sites/".length())), json);
                send(exchange, "application/json", json.toString().getBytes(StandardCharsets.UTF_8));
            } else {
                ReportFormat format = ReportFormats.named(name);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                format.write(snapshot, query(exchange.getRequestURI()), out);
                send(exchange, format.mediaType(), out.toByteArray());
            }
        }
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        StrictProxy.answer(exchange, 200, body);
    }

    private static Query query(URI address) {
        Map<String, String> parameters = new HashMap<>();
        if (address.getRawQuery() != null) {
            for (String pair : address.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return Query.parse(
                        null,
                        null,
                        parameters.get("packages"),
                        parameters.get("type"),
                        parameters.get("groupBy"),
                        parameters.get("value"))
                .unlimited();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
