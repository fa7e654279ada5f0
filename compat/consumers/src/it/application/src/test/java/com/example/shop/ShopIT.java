// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application's own jar, started by {@code java -jar}, has the endpoint and the meters. */
class ShopIT {
    private static final int MOST_SCRAPES = 100;
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Pattern READY =
            Pattern.compile("Tomcat started on port (\\d+)[\\s\\S]*Started ShopApplication");
    private static final Path OUT = Path.of("target/shop.out");
    private static final Path ERR = Path.of("target/shop.err");
    private static final int REQUESTS = 40;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Process process;
    private static int port;

    @BeforeAll
    static void startAndAsk() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-jar", "target/shop.jar", "--server.port=0")
                .redirectOutput(OUT.toFile())
                .redirectError(ERR.toFile())
                .start();
        port = awaitPort();
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(get("/prices/kettle")).contains("\"cents\":1050", "kettle XL");
        }
    }

    @AfterAll
    static void stop() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static int awaitPort() throws Exception {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT.toNanos()) {
            Matcher ready = READY.matcher(Files.readString(OUT));
            if (ready.find()) {
                return Integer.parseInt(ready.group(1));
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        process.destroyForcibly();
        throw new AssertionError("not started: " + Files.readString(OUT) + Files.readString(ERR));
    }

    @Test
    void shouldCountItsOwnLines() throws Exception {
        String report = get("/actuator/allocsites?groupBy=site&packages=com.example.shop&limit=1000");

        assertThat(JsonPath.<String>read(report, "$.status")).isEqualTo("RECORDING");
        assertThat(JsonPath.<String>read(report, "$.installedBy")).isEqualTo("SELF_ATTACH");
        assertThat(JsonPath.<List<Integer>>read(
                        report,
                        "$.sites[?(@.method == 'prices' && @.type == 'com.example.shop.ShopApplication$Price')].count"))
                .containsExactly(2 * REQUESTS);
        assertThat(JsonPath.<List<String>>read(report, "$.sites[?(@.method == 'prices')].site"))
                .allMatch(site -> site.matches(
                        "com\\.example\\.shop\\.ShopApplication\\.prices\\(ShopApplication\\.java:\\d+\\)"));
    }

    @Test
    void shouldCountWhatItsLibrariesAllocate() throws Exception {
        String report =
                get("/actuator/allocsites?groupBy=site&packages=java.util,org.springframework,org.apache&limit=100000");

        List<String> classes = JsonPath.read(report, "$.sites[*].className");
        assertThat(classes)
                .anyMatch(name -> name.startsWith("java.util."))
                .anyMatch(name -> name.startsWith("org.springframework."))
                .anyMatch(name -> name.startsWith("org.apache."));
    }

    @Test
    void shouldHaveTheMeters() throws Exception {
        String scrape = get("/actuator/prometheus");
        for (int i = 0; !scrape.contains("allocsites_") && i < MOST_SCRAPES; i++) {
            Thread.sleep(100); // the first meters are registered while the first requests are there
            scrape = get("/actuator/prometheus");
        }
        assertThat(scrape)
                .contains(
                        "# TYPE allocsites_allocations_total counter",
                        "# TYPE allocsites_allocated_bytes_total counter",
                        "# TYPE allocsites_table_dropped_events_total counter",
                        "# TYPE allocsites_heap_used_bytes gauge",
                        "# TYPE allocsites_agent_memory_bytes gauge",
                        "# TYPE allocsites_agent_info gauge",
                        "allocsites_recording 1.0");
    }

    private static String get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LIMIT)
                .build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }
}
