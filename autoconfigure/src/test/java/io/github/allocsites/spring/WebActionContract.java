// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Status;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

/** What actions and resets do over HTTP, whatever serves them, and whose they are not. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WebActionContract {
    private final FakeSource source = FakeSource.recording(site("com.acme.A", "one", 1, "byte[]", 1, 600));
    private final WebApplicationType type;
    private WebApplication readOnly;
    private WebApplication unrestricted;

    WebActionContract(WebApplicationType type) {
        this.type = type;
    }

    @BeforeAll
    void start() {
        readOnly = WebApplication.start(type, source);
        unrestricted = WebApplication.start(type, source, "--management.endpoint.allocsites.access=unrestricted");
    }

    @AfterAll
    void stop() {
        readOnly.close();
        unrestricted.close();
    }

    @BeforeEach
    void restore() {
        source.status = Status.RECORDING;
        source.reason = null;
        source.marks = 0;
        source.resets = 0;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mark", "pause", "resume"})
    void shouldNotActWhenAccessIsReadOnly(String action) {
        assertThat(readOnly.post("/allocsites/" + action, "*/*").statusCode()).isEqualTo(405);
        assertThat(source.status).isEqualTo(Status.RECORDING);
    }

    @Test
    void shouldActWhenAccessIsUnrestricted() {
        HttpResponse<String> mark = unrestricted.post("/allocsites/mark", "*/*");
        assertThat(mark.statusCode()).isEqualTo(201);
        assertThat(source.marks).isEqualTo(1);
        assertThat(mark.body()).isEqualTo("{\"mark\":\"89abcdef\",\"since\":\"2026-11-23T05:00:10Z\"}");
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> pause = unrestricted.post("/allocsites/pause", "application/json");
            assertThat(pause.statusCode()).isEqualTo(200);
            assertThat(contentType(pause)).isEqualTo("application/json");
            assertThat(pause.body()).isEqualTo("{\"status\":\"PAUSED\",\"reason\":\"paused by a test\"}");
        }
        for (int time = 0; time < 2; time++) {
            HttpResponse<String> resume = unrestricted.post("/allocsites/resume", "*/*");
            assertThat(resume.statusCode()).isEqualTo(200);
            assertThat(resume.body()).isEqualTo("{\"status\":\"RECORDING\",\"reason\":null}");
        }
        assertThat(unrestricted.post("/allocsites/stop", "*/*").statusCode()).isEqualTo(404);
        assertThat(unrestricted.post("/allocsites/json", "*/*").statusCode()).isEqualTo(404);
        assertThat(unrestricted.get("/allocsites/mark").statusCode()).isEqualTo(404);
    }

    /** What HTML forms, scripts without leave and beacons send. */
    @Test
    void shouldNotActOnTheFormOfAnotherOrigin() {
        for (String action : List.of("mark", "pause", "resume")) {
            String path = "/allocsites/" + action;
            String urlencoded = "application/x-www-form-urlencoded";
            String part = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--b--\r\n";
            assertThat(List.of(
                            unrestricted.foreignPost(path, urlencoded, "action=" + action),
                            unrestricted.foreignPost(path, urlencoded, ""),
                            unrestricted.foreignPost(path, "multipart/form-data; boundary=b", part),
                            unrestricted.foreignPost(path, "text/plain", "{\"action\":\"=\"}"),
                            unrestricted.foreignPost(path, "text/plain; application/json", "{}"),
                            unrestricted.foreignPost(path, null, "{}"),
                            unrestricted.foreignPost(path, null, "")))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(415);
            assertThat(unrestricted.preflight(path).headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-allow"));
        }
        assertThat(source.status).isEqualTo(Status.RECORDING);
        assertThat(source.marks).isZero();
    }

    @Test
    void shouldSetNoMarkWhenNothingIsCounted() {
        source.status = Status.NOT_INSTALLED;
        source.reason = "no attach in this test";
        HttpResponse<String> mark = unrestricted.post("/allocsites/mark", "*/*");
        assertThat(mark.statusCode()).isEqualTo(409);
        assertThat(mark.body()).isEqualTo("{\"status\":\"NOT_INSTALLED\",\"reason\":\"no attach in this test\"}");
        assertThat(unrestricted.post("/allocsites/pause", "*/*").body()).isEqualTo(mark.body());
    }

    @Test
    void shouldNotResetWhenAccessIsReadOnly() {
        assertThat(readOnly.send("DELETE", "/allocsites", "*/*").statusCode()).isEqualTo(405);
        assertThat(source.resets).isZero();
    }

    @Test
    void shouldResetWhenAccessIsUnrestricted() {
        HttpResponse<String> response = unrestricted.send("DELETE", "/allocsites", "*/*");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(unrestricted.get("/allocsites").statusCode()).isEqualTo(200);
        assertThat(source.resets).isEqualTo(1);
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse(null);
    }
}
