// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.ReaderSample.json;
import static io.github.allocsites.report.ReaderSample.written;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.allocsites.workload.HostileName;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What speedscope finds in a profile, as its own page in a browser shows and saves it: what the JSON has. */
final class SpeedscopeTests {
    private static final String FOLDER = "/speedscope/";
    private static final byte[] NOTHING = {};
    private static final long LIMIT_SECONDS = 60;
    private static final String PROFILES = "/profiles/";
    private static final Map<String, String> TYPES = Map.of("html", "text/html", "js", "text/javascript");

    @TempDir
    Path folder;

    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Path speedscope;
    private HeadlessChromium browser;
    private HttpServer server;
    private String origin;
    private byte[] profile;

    @BeforeEach
    void start() throws IOException {
        speedscope = Tools.requireFolder("ALLOCSITES_SPEEDSCOPE").resolve("dist/release");
        browser = HeadlessChromium.require();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> answer(exchange, page()));
        server.createContext(FOLDER, exchange -> answer(exchange, file(name(exchange))));
        server.createContext(PROFILES, exchange -> answer(exchange, profile));
        server.createContext("/result", exchange -> {
            result.complete(exchange.getRequestBody().readAllBytes());
            answer(exchange, NOTHING);
        });
        server.createContext("/held", this::hold);
        server.setExecutor(threads);
        server.start();
        origin = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    /** The browser waits for it, and ends when the page is loaded. */
    private void hold(HttpExchange exchange) throws IOException {
        try {
            result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException none) {
            // the page as it is then says why
        }
        answer(exchange, NOTHING);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        String name = name(exchange);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null) {
            exchange.getResponseHeaders().set("Content-Type", type);
        }
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String name(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static byte[] page() throws IOException {
        try (InputStream in = SpeedscopeTests.class.getResourceAsStream("speedscope.html")) {
            return in.readAllBytes();
        }
    }

    private byte[] file(String name) throws IOException {
        return Files.readAllBytes(speedscope.resolve(name));
    }

    @Test
    void shouldReadThePprof() throws Exception {
        JsonNode found = opened("profile.pb.gz", written("pprof"));

        assertThat(found.at("/saved/profiles/0/unit").asText()).isEqualTo("bytes");
        assertThat(stacks(found.get("saved"), SpeedscopeTests::place)).isEqualTo(bytesByPlaces());
        assertThat(cells(found)).contains("char[]", "(no stack)", "com.acme.Caller.call2");
        for (HostileName name : HostileName.ALL) {
            assertThat(cells(found)).contains(ReaderSample.encoded(name.className() + "." + name.method()));
        }
    }

    @Test
    void shouldReadCollapsedBytes() throws Exception {
        checkCollapsed(Value.BYTES, 1);
    }

    @Test
    void shouldReadCollapsedObjects() throws Exception {
        checkCollapsed(Value.OBJECTS, 0);
    }

    private void checkCollapsed(Value value, int column) throws Exception {
        byte[] written =
                written("collapsed", new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of(), null, GroupBy.STACK, value));
        JsonNode found = opened("profile.collapsed", written);
        Map<String, Long> read = new LinkedHashMap<>();
        stacks(found.get("saved"), frame -> frame.get("name").asText()).forEach((frames, sum) -> {
            List<String> rootFirst = new ArrayList<>(frames);
            Collections.reverse(rootFirst);
            read.put(String.join(";", rootFirst), sum);
        });

        assertThat(read).isEqualTo(ReadersTests.collapsed(new String(written, StandardCharsets.UTF_8)));
        assertThat(read.values())
                .containsExactlyInAnyOrderElementsOf(json().values().stream()
                        .map(values -> values.get(column))
                        .toList());
        assertThat(cells(found)).contains("char[]_[i]", "hostile/+Plus.+1:9");
    }

    /** Everything that the page shows and saves of a profile, which it got from nowhere else. */
    private JsonNode opened(String name, byte[] written) throws Exception {
        profile = written;
        String page = origin + "/speedscope.html#view=sandwich&profileURL=" + PROFILES + name;
        String left = browser.open(URI.create(page), folder.resolve("browser"), "--window-size=1280,4000");
        assertThat(result).as(left).isDone();
        JsonNode found = new ObjectMapper().readTree(result.get());
        assertThat(found.get("title").asText()).isEqualTo(name + " - speedscope");
        assertThat(found.get("requests"))
                .extracting(JsonNode::asText)
                .contains(origin + PROFILES + name)
                .allMatch(url -> url.startsWith(origin + "/"));
        return found;
    }

    private static List<String> cells(JsonNode found) {
        List<String> cells = new ArrayList<>();
        found.get("cells").forEach(cell -> cells.add(cell.asText()));
        return cells;
    }

    /** Sums by the frames above and with what was allocated: it saves when which frame begins and ends. */
    private static Map<List<String>, Long> stacks(JsonNode saved, Function<JsonNode, String> text) {
        Map<List<String>, Long> stacks = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>();
        long before = 0;
        for (JsonNode event : saved.at("/profiles/0/events")) {
            long at = event.get("at").asLong();
            if (at != before) {
                stacks.merge(List.copyOf(open), at - before, Long::sum);
            }
            before = at;
            if (event.get("type").asText().equals("O")) {
                open.push(text.apply(
                        saved.at("/shared/frames/" + event.get("frame").asInt())));
            } else {
                open.pop();
            }
        }
        return stacks;
    }

    /** Of a frame without its line, which speedscope has one of for each method. */
    private static String place(JsonNode frame) {
        String name = frame.get("name").asText();
        String file = frame.path("file").asText("");
        return withoutLine(ReadersTests.frame(
                new Pprof.Function(0, name, name, file), frame.path("line").asLong()));
    }

    private static String withoutLine(String text) {
        return text.replaceFirst(":\\d+\\)$", ")");
    }

    private static Map<List<String>, Long> bytesByPlaces() throws IOException {
        Map<List<String>, Long> sums = new LinkedHashMap<>();
        json().forEach((frames, values) ->
                sums.merge(frames.stream().map(SpeedscopeTests::withoutLine).toList(), values.get(1), Long::sum));
        return sums;
    }
}
