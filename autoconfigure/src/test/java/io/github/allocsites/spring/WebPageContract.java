// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;

/** Who gets the page and who gets JSON from one address, and that the page finds its files, whatever serves it. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class WebPageContract {
    private static final String ACTUATOR_JSON = "application/vnd.spring-boot.actuator.v3+json";

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            ".css", "text/css;charset=UTF-8",
            ".js", "text/javascript;charset=UTF-8",
            ".svg", "image/svg+xml");

    private final FakeSource source = FakeSource.recording(site("com.acme.A", "one", 1, "byte[]", 1, 600));
    private final WebApplicationType type;
    private WebApplication application;

    WebPageContract(WebApplicationType type) {
        this.type = type;
    }

    @BeforeAll
    void start() {
        application = WebApplication.start(type, source);
    }

    @AfterAll
    void stop() {
        application.close();
    }

    /** What browsers and clients that take HTML among others send when a person opens an address. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
                "text/html, */*; q=0.01",
                "text/html"
            })
    void shouldAnswerABrowserWithThePage(String accept) {
        HttpResponse<String> response = application.get("/allocsites", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualToIgnoringCase("text/html;charset=UTF-8");
        assertThat(response.body())
                .startsWith("<!DOCTYPE html>")
                .contains("data-access=\"read-only\"", "src=\"allocsites/page.js\"");
    }

    @Test
    void shouldAnswerWithJsonWhenNothingIsSaidToBeAccepted() {
        HttpResponse<String> response = application.send("GET", "/allocsites");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(contentType(response)).isEqualTo(ACTUATOR_JSON);
        assertThat(JsonPath.<Integer>read(response.body(), "$.returned")).isEqualTo(1);
    }

    @Test
    void shouldNotAnswerWithWhatIsNotAccepted() {
        assertThat(application.get("/allocsites", "image/png").statusCode()).isEqualTo(406);
    }

    /** Whatever the page names, it finds; nothing in it comes from elsewhere or stands where a policy forbids it. */
    @Test
    void shouldServeEveryFileThatThePageLoads() {
        Set<String> files = new TreeSet<>();
        String page = application.get("/allocsites", "text/html").body();
        Matcher link = Pattern.compile("(?:src|href)=\"allocsites/([^\"]+)\"").matcher(page);
        while (link.find()) {
            collectFiles(link.group(1), files);
        }
        assertThat(files)
                .contains("icon.svg", "page.css", "page.js", "page-worker.js", "d3-flamegraph.min.js")
                .hasSizeGreaterThan(8);
        assertThat(page).doesNotContain("style=", "<style", "onclick", "://127", "cdn", "data:");
    }

    private void collectFiles(String name, Set<String> files) {
        if (!files.add(name)) {
            return;
        }
        HttpResponse<String> response = application.get("/allocsites/" + name, "*/*");
        assertThat(response.statusCode()).as(name).isEqualTo(200);
        assertThat(contentType(response))
                .as(name)
                .isEqualToIgnoringCase(MEDIA_TYPES.get(name.substring(name.lastIndexOf('.'))));
        Matcher imported = Pattern.compile("(?:from \"\\./|Worker\\(new URL\\(\")([^\"]+)\"")
                .matcher(response.body());
        while (imported.find()) {
            collectFiles(imported.group(1), files);
        }
    }

    @Test
    void shouldOfferThePageUnderTheNameAndWithTheAccessItHas() {
        String[] arguments = {
            "--management.endpoint.allocsites.access=unrestricted",
            "--management.endpoints.web.base-path=/manage",
            "--management.endpoints.web.path-mapping.allocsites=memory/who allocates"
        };
        try (WebApplication renamed = WebApplication.start(type, source, arguments)) {
            HttpResponse<String> page = renamed.at("/manage/memory/who%20allocates", "text/html");
            assertThat(page.body()).contains("data-access=\"unrestricted\"", "src=\"who%20allocates/page.js\"");
            assertThat(renamed.at("/manage/memory/who%20allocates/page.js", "*/*")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"page.html", "flame-file.js", "page.mjs", "PAGE.JS", "index"})
    void shouldServeNothingElseOfThatFolder(String name) {
        assertThat(application.get("/allocsites/" + name).statusCode()).isEqualTo(404);
    }

    private static String contentType(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse(null);
    }
}
