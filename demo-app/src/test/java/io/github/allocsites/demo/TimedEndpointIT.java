// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.demo.Answer.Row;
import io.github.allocsites.report.Period;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Windows, marks and pauses of a running application. Each visit makes one object at a known line, so that every number
 * is known beforehand. They do not depend on the JVM: the build's own is enough.
 */
final class TimedEndpointIT {
    private static final String REPORT = "/actuator/allocsites";
    private static final String SITES = REPORT + "?groupBy=site&limit=100000";
    private static final int VISITS = 7;
    private static final int MORE = 3;
    private static final int SHORT_SECONDS = 3;
    private static final int LONG_SECONDS = 8;

    /** A request takes less, as a rule. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final ExecutorService CLIENTS = Executors.newCachedThreadPool();

    private static Demo demo;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoJar.on(Jdk.all().get(0))
                .agent()
                .properties("management.endpoint.allocsites.access=unrestricted")
                .start();
        visit(1);
    }

    @AfterAll
    static void stop() {
        demo.close();
        CLIENTS.shutdown();
    }

    @AfterEach
    void resume() throws Exception {
        tell("resume", "RECORDING");
    }

    private static void visit(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(demo.get("/orders/1").statusCode()).isEqualTo(200);
        }
    }

    private static long visits(String query) throws Exception {
        return visits(Answer.of(demo.json(SITES + query)));
    }

    private static long visits(Answer answer) {
        return answer.rows().stream()
                .filter(row -> row.type().endsWith(".OrderDto"))
                .mapToLong(Row::count)
                .sum();
    }

    private static String mark() throws Exception {
        HttpResponse<String> response = demo.post(REPORT + "/mark");
        assertThat(response.statusCode()).isEqualTo(201);
        return Answer.parse(response.body()).get("mark").asString();
    }

    private static void tell(String action, String status) throws Exception {
        HttpResponse<String> response = demo.post(REPORT + "/" + action);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Answer.parse(response.body()).get("status").asString()).isEqualTo(status);
    }

    @Test
    void shouldAnswerTheDifferenceToAMark() throws Exception {
        String first = mark();
        visit(VISITS);
        String second = mark();
        visit(MORE);

        assertThat(visits("&since=" + first)).isEqualTo(VISITS + MORE);
        assertThat(visits("&since=" + second)).isEqualTo(MORE);
        Answer.of(demo.json(REPORT + "/json?since=" + first)).checkComplete();
        assertThat(demo.delete(REPORT).statusCode()).isEqualTo(204);
        visit(MORE);
        assertThat(visits("&since=" + second)).as("across a reset").isEqualTo(2 * MORE);
        assertThat(visits("")).isEqualTo(MORE);
    }

    @Test
    void shouldAnswerTheRowOfASiteSinceAMark() throws Exception {
        Row row = Answer.of(demo.json(SITES + "&type=" + OrderDto.class.getName()))
                .rows()
                .get(0);
        String mark = mark();
        visit(VISITS);

        JsonNode detail = demo.json(REPORT + "/sites/" + row.id() + "?since=" + mark);

        assertThat(Answer.row(detail).count()).isEqualTo(VISITS);
        assertThat(detail.at("/tree/count").asLong()).isEqualTo(VISITS);
    }

    @Test
    void shouldLeaveOutWhatCameInAPause() throws Exception {
        String mark = mark();
        visit(MORE);
        tell("pause", "PAUSED");
        Answer paused = Answer.of(demo.json(SITES));
        visit(VISITS);

        Answer later = Answer.of(demo.json(SITES));
        assertThat(later.text("/status")).isEqualTo("PAUSED");
        assertThat(later.text("/reason")).startsWith("paused since ");
        assertThat(later.number("/totals/count")).isEqualTo(paused.number("/totals/count"));
        assertThat(visits("&since=" + mark)).isEqualTo(MORE);
        Answer window = Answer.of(demo.json(SITES + "&seconds=1"));
        assertThat(window.rows()).isEmpty();
        assertThat(window.number("/totals/count")).isZero();
        assertThat(demo.get("/actuator/prometheus").body())
                .contains("allocsites_recording{application=\"allocsites-demo\"} 0.0");

        tell("pause", "PAUSED");
        tell("resume", "RECORDING");
        visit(MORE);
        assertThat(visits("&since=" + mark)).isEqualTo(2 * MORE);
        assertThat(Answer.of(demo.json(REPORT)).isNull("/reason")).isTrue();
    }

    @Test
    void shouldAnswerWhatCameInAWindowAcrossAReset() throws Exception {
        for (int seconds = SHORT_SECONDS; seconds <= Period.MAX_SECONDS; seconds += SHORT_SECONDS) {
            Future<HttpResponse<String>> window = ask(SITES + "&seconds=" + seconds);
            Thread.sleep(MARGIN.toMillis());
            Instant begun = Instant.now();
            visit(VISITS);
            assertThat(demo.delete(REPORT).statusCode()).isEqualTo(204);
            visit(MORE);
            Instant ended = Instant.now();
            Answer answer = Answer.of(Answer.parse(window.get().body()));
            if (holds(answer, begun, ended)) {
                answer.checkComplete();
                assertThat(visits(answer)).isEqualTo(VISITS + MORE);
                assertThat(visits("")).isEqualTo(MORE);
                return;
            }
        }
        throw new AssertionError("no window was long enough for " + (VISITS + MORE) + " requests");
    }

    /** By the window's own words, whose clock is the same. */
    private static boolean holds(Answer window, Instant begun, Instant ended) {
        Instant since = Instant.parse(window.text("/since"));
        Instant until = since.plus(Duration.parse(window.text("/elapsed")));
        return !since.isAfter(begun) && !until.isBefore(ended.plus(MARGIN));
    }

    @Test
    void shouldOpenFourWindowsAtOnce() throws Exception {
        List<Future<HttpResponse<String>>> windows = new ArrayList<>();
        for (int window = 0; window <= TooManyWindowsException.MOST; window++) {
            windows.add(ask(REPORT + "/json?seconds=" + LONG_SECONDS));
        }
        List<HttpResponse<String>> refused = new ArrayList<>();
        for (Future<HttpResponse<String>> window : windows) {
            if (window.get().statusCode() != 200) {
                refused.add(window.get());
            }
        }
        assertThat(refused).singleElement().satisfies(response -> {
            assertThat(response.statusCode()).isEqualTo(429);
            JsonNode body = Answer.parse(response.body());
            assertThat(body.get("parameter").asString()).isEqualTo("seconds");
            assertThat(body.get("allowed").asString()).startsWith("4 windows at once");
        });
        assertThat(demo.get(REPORT + "?seconds=1").statusCode()).isEqualTo(200);
    }

    private static Future<HttpResponse<String>> ask(String path) {
        return CLIENTS.submit(() -> demo.get(path));
    }

    @ParameterizedTest
    @CsvSource({
        "?seconds=0, seconds, 0, 1..60",
        "?seconds=61, seconds, 61, 1..60",
        "/json?seconds=soon, seconds, soon, 1..60",
        "?seconds=5&since=00000000, since, 00000000, 'a mark, or seconds instead of it'",
        "?since=00000000, since, 00000000, a mark",
        "/sites/0?since=00000000, since, 00000000, a mark"
    })
    void shouldSayWhatIsWrongWithATime(String path, String parameter, String value, String allowed) throws Exception {
        HttpResponse<String> response = demo.get(REPORT + path);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode body = Answer.parse(response.body());
        assertThat(body.get("parameter").asString()).isEqualTo(parameter);
        assertThat(body.get("value").asString()).isEqualTo(value);
        assertThat(body.get("allowed").asString()).startsWith(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stop", "/json", "/PAUSE"})
    void shouldNotFindAnActionThatIsNotThere(String path) throws Exception {
        assertThat(demo.post(REPORT + path).statusCode()).isEqualTo(404);
    }
}
