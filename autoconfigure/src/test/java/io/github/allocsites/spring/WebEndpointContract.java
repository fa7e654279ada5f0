// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.report.CumulativePprof;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

/** What the endpoint answers to reads over HTTP, whatever serves it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WebEndpointContract {
    private static final String ACTUATOR_JSON = "application/vnd.spring-boot.actuator.v3+json";
    private static final Site BIG = site("com.acme.Größe", "one", 1, "byte[]", 1, 600);
    private static final Site MANY = site("com.acme.A", "two", 2, "int[]", 90, 300);
    private static final Site OTHER = site("java.util.HashMap", "put", 3, "byte[]", 9, 100);

    private final FakeSource source = FakeSource.recording(BIG, MANY, OTHER);
    private final WebApplicationType type;
    private WebApplication application;

    WebEndpointContract(WebApplicationType type) {
        this.type = type;
    }

    boolean hasBean(String name) {
        return application.hasBean(name);
    }

    @BeforeAll
    void start() {
        application = WebApplication.start(type, source);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    @AfterEach
    void restore() {
        source.snapshot = FakeSource.snapshot(BIG, MANY, OTHER);
        source.part = null;
        source.windowFailure = null;
        source.windowSeconds = 0;
        source.status = Status.RECORDING;
        source.reason = null;
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, " + ACTUATOR_JSON,
        ACTUATOR_JSON + ", " + ACTUATOR_JSON,
        "application/json, application/json",
        "'application/json, text/plain, */*', application/json"
    })
    void shouldAnswerWithTheBytesOfTheJsonWriter(String accept, String contentType) throws IOException {
        HttpResponse<String> response = application.get("/allocsites?groupBy=site", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualTo(contentType);
        assertThat(response.body()).isEqualTo(json(Query.ALL));
        assertThat(JsonPath.<String>read(response.body(), "$.sites[0].className"))
                .isEqualTo("com.acme.Größe");
    }

    @Test
    void shouldTakeEveryParameter() throws IOException {
        String path = "/allocsites?limit=1&sort=count&packages=com.acme,java.util&type=byte%5B%5D&groupBy=method";
        Query query = Query.parse("1", "count", "com.acme,java.util", "byte[]", "method");
        assertThat(application.get(path).body()).isEqualTo(json(query));
    }

    @Test
    void shouldTakePackagesGivenOneByOne() {
        String body = application
                .get("/allocsites?groupBy=site&packages=com.acme&packages=java.util")
                .body();
        assertThat(JsonPath.<Integer>read(body, "$.matched")).isEqualTo(3);
    }

    @Test
    void shouldIgnoreParametersItDoesNotKnow() {
        assertThat(application.get("/allocsites?package=x&pretty").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/allocsites?limit=0, limit, 0, 1..100000",
        "/allocsites?limit=ten, limit, ten, 1..100000",
        "/allocsites?limit=1&limit=2, limit, '1,2', 1..100000",
        "/allocsites?sort=size, sort, size, 'bytes, count'",
        "/allocsites?groupBy=stacks, groupBy, stacks, 'app, stack, site, method, class, type'",
        "/allocsites?packages=a%2F%22b, packages, 'a/\"b',"
                + " 'package names separated by commas, such as com.acme,java.util'",
        "/allocsites/json?limit=0, limit, 0, 1..100000",
        "/allocsites/json?value=live, value, live, 'bytes, objects'",
        "/allocsites?seconds=0, seconds, 0, 1..60",
        "/allocsites?seconds=61, seconds, 61, 1..60",
        "/allocsites?seconds=-1, seconds, -1, 1..60",
        "/allocsites?seconds=1.5, seconds, 1.5, 1..60",
        "/allocsites/json?seconds=a%20minute, seconds, a minute, 1..60",
        "/allocsites/sites/x?seconds=PT5S, seconds, PT5S, 1..60",
        "/allocsites?seconds=5&since=89abcdef, since, 89abcdef, 'a mark, or seconds instead of it'",
        "/allocsites?since=m1, since, m1, a mark: 89abcdef",
        "/allocsites/json?since=m1, since, m1, a mark: 89abcdef",
        "/allocsites/sites/x?since=m1, since, m1, a mark: 89abcdef",
        "/allocsites?seconds=60&limit=0, limit, 0, 1..100000"
    })
    void shouldSayWhatIsAllowedWhenAParameterIsWrong(String path, String parameter, String value, String allowed) {
        HttpResponse<String> response = application.get(path);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(contentType(response)).isEqualTo("application/json");
        assertThat(JsonPath.<String>read(response.body(), "$.parameter")).isEqualTo(parameter);
        assertThat(JsonPath.<String>read(response.body(), "$.value")).isEqualTo(value);
        assertThat(JsonPath.<String>read(response.body(), "$.allowed")).isEqualTo(allowed);
        assertThat(source.windowSeconds).as("nobody waits to be refused").isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"seconds=60", "since=89abcdef", "seconds=&since=%2089abcdef"})
    void shouldReadTheTimeAskedFor(String period) throws IOException {
        source.part = FakeSource.snapshot(MANY);
        String byPlace = "?groupBy=site&" + period;
        assertThat(application.get("/allocsites" + byPlace).body()).isEqualTo(json(source.part, Query.ALL));
        assertThat(application.get("/allocsites/json" + byPlace).body()).isEqualTo(json(source.part, Query.ALL));
        assertThat(statusOf("/allocsites/sites/" + MANY.id() + "?" + period)).isEqualTo(200);
        assertThat(statusOf("/allocsites/sites/" + BIG.id() + "?" + period)).isEqualTo(404);
        assertThat(source.windowSeconds).isEqualTo(period.equals("seconds=60") ? 60 : 0);
        assertThat(source.waitedInOwnWork).isFalse();
    }

    @Test
    void shouldAnswerWithoutRowsWhenNothingWasAllocated() {
        source.part = FakeSource.snapshot(new Site[0]);
        HttpResponse<String> response = application.get("/allocsites?seconds=1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(response.body(), "$.totals.count")).isZero();
        assertThat(JsonPath.<List<?>>read(response.body(), "$.sites")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/allocsites", "/allocsites/json", "/allocsites/sites/x"})
    void shouldSayThatTooManyWindowsAreOpen(String path) {
        source.windowFailure = new TooManyWindowsException();
        HttpResponse<String> response = application.get(path + "?seconds=5");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(contentType(response)).isEqualTo("application/json");
        assertThat(JsonPath.<String>read(response.body(), "$.parameter")).isEqualTo("seconds");
        assertThat(JsonPath.<String>read(response.body(), "$.value")).isEqualTo("5");
        assertThat(JsonPath.<String>read(response.body(), "$.allowed")).startsWith("4 windows at once");
    }

    @Test
    void shouldGiveUpAWindowWhenTold() {
        source.windowFailure = new InterruptedException();
        assertThat(statusOf("/allocsites?seconds=5")).isEqualTo(503);
    }

    @Test
    void shouldAnswerWhyNothingIsCountedWhenNotInstalled() {
        source.snapshot = FakeSource.notInstalled("no attach in this test");
        HttpResponse<String> response = application.get("/allocsites");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("NOT_INSTALLED");
        assertThat(JsonPath.<String>read(response.body(), "$.reason")).isEqualTo("no attach in this test");
        assertThat(response.body()).contains("\"totals\":null", "\"table\":null", "\"agent\":null");
        assertThat(JsonPath.<Integer>read(response.body(), "$.memory.heapUsedBytes"))
                .isEqualTo(1_000);
    }

    @Test
    void shouldAnswerOneRow() throws IOException {
        HttpResponse<String> response = application.get("/allocsites/sites/" + MANY.id());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(response.body(), "$.id")).isEqualTo(MANY.id());
        assertThat(JsonPath.<List<String>>read(response.body(), "$.types[*].type"))
                .containsExactly(MANY.type());
        assertThat(JsonPath.<List<String>>read(response.body(), "$.stacks[0].stack"))
                .hasSize(2);
        assertThat(JsonPath.<String>read(response.body(), "$.tree.children[0].frame"))
                .isEqualTo("com.acme.Main.main(Main.java:7)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/allocsites/sites/0000000000000000",
                "/allocsites/sites/x",
                "/allocsites/rows/0000000000000000",
                "/allocsites/sites",
                "/allocsites/xml",
                "/allocsites/JSON"
            })
    void shouldNotFindWhatIsNotThere(String path) {
        HttpResponse<String> response = application.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html,*/*;q=0.8", "text/plain", "application/octet-stream"})
    void shouldWriteAFormatWhateverIsAccepted(String accept) throws IOException {
        HttpResponse<String> response = application.get("/allocsites/json?groupBy=site", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo(json(Query.ALL));
    }

    @ParameterizedTest
    @CsvSource({
        "pprof, application/octet-stream",
        "collapsed, text/plain;charset=UTF-8",
        "dhat, application/json",
        "flamegraph, text/html;charset=UTF-8",
        "csv, text/csv;charset=UTF-8"
    })
    void shouldWriteEveryFormatWithItsContentType(String format, String contentType) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ReportFormat writer = format.equals("pprof") ? new CumulativePprof() : ReportFormats.named(format);
        Query query = Query.parse(null, "count", "com.acme", "byte[]", "site").unlimited();
        writer.write(source.snapshot, query, expected);
        for (String accept : List.of("*/*", "text/html,*/*;q=0.8", "application/json")) {
            HttpResponse<byte[]> response = application.bytes(
                    "/allocsites/" + format + "?sort=count&packages=com.acme&type=byte%5B%5D&groupBy=site", accept);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains(contentType);
            assertThat(response.body()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void shouldWriteTheValueAskedFor() {
        assertThat(application
                        .get("/allocsites/collapsed?packages=java.util&groupBy=site")
                        .body())
                .isEqualTo("com/acme/Main.main:7;java/util/HashMap.put:3;byte[]_[i] 100\n");
        assertThat(application
                        .get("/allocsites/collapsed?packages=java.util&groupBy=site&value=objects")
                        .body())
                .isEqualTo("com/acme/Main.main:7;java/util/HashMap.put:3;byte[]_[i] 9\n");
    }

    @Test
    void shouldWriteEveryRowOfAFormatUnlessLimited() {
        Site[] many = new Site[Query.DEFAULT_LIMIT + 10];
        for (int line = 0; line < many.length; line++) {
            many[line] = site("com.acme.A", "m", line, "byte[]", 1, 16);
        }
        source.snapshot = FakeSource.snapshot(many);
        assertThat(returned("/allocsites?groupBy=site")).isEqualTo(Query.DEFAULT_LIMIT);
        assertThat(returned("/allocsites/json?groupBy=site")).isEqualTo(many.length);
        assertThat(returned("/allocsites/json?groupBy=site&limit=")).isEqualTo(many.length);
        assertThat(returned("/allocsites/json?groupBy=site&limit=7")).isEqualTo(7);
    }

    @Test
    void shouldBeListedAmongTheEndpoints() {
        String body = application.get("").body();
        assertThat(JsonPath.<String>read(body, "$._links.allocsites.href")).endsWith("/actuator/allocsites");
    }

    @Test
    void shouldPublishMeters() {
        String body = application.get("/prometheus", "text/plain").body();
        assertThat(body).contains("allocsites_allocated_bytes_total 1000.0", "allocsites_recording 1.0");
    }

    private int returned(String path) {
        return JsonPath.read(application.get(path).body(), "$.returned");
    }

    private int statusOf(String path) {
        return application.get(path).statusCode();
    }

    private String json(Query query) throws IOException {
        return json(source.snapshot, query);
    }

    private static String json(Snapshot snapshot, Query query) throws IOException {
        StringBuilder text = new StringBuilder();
        new JsonWriter().write(Report.of(snapshot, query), text);
        return text.toString();
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse(null);
    }
}
