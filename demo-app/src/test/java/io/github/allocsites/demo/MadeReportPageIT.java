// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.FlameGraphWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reports that no ordinary application gives. Whatever the JVM allows for a name is a name on the page and in the file,
 * and nothing else.
 */
final class MadeReportPageIT {
    private static final List<String> NAMES = List.of(
            "<script>window.hit = 1<!script>",
            "</script><script>window.hit = 2</script>",
            "<!--<script>",
            "<img src=x onerror='window.hit = 3'>",
            "\"><svg onload=\"window.hit = 4\">",
            "a'b\"c\\d&amp;",
            "{{7*7}} ${window.hit = 5}",
            "Größe漢字\ud83d\ude00",
            "\u202egnp.exe",
            "line\nbreak\u2028\u0001",
            "half\ud83d",
            "constructor",
            "__proto__",
            "Cache<Map<String,List<? super Entry<K,V>>>>".repeat(12));

    private static final Snapshot SNAPSHOT = MadeReport.ofNames(NAMES);
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void shouldSayWhyNothingIsCounted() throws IOException {
        try (ReportServer server = new ReportServer(MadeReport.ofNothing("no <b>attach</b> here"))) {
            browser.open(server.endpoint());
            browser.await("status", () -> browser.text("#status").equals("Not installed"));
            assertThat(browser.text("#notice")).isEqualTo("no <b>attach</b> here");
            assertThat(browser.text("#matched")).isEqualTo("0 rows");
            assertThat(browser.text(".tile.heap .value")).endsWith("MB");
            browser.await("no stacks", () -> browser.text("#flame").equals("No stacks yet."));
            browser.checkQuiet(server.endpoint());
        }
    }

    @Test
    void shouldBeTextOnThePage() throws IOException {
        try (ReportServer server = new ReportServer(SNAPSHOT)) {
            browser.openPage(server.endpoint(), Browser.WIDE, "light");
            browser.await("graph", () -> browser.count("#flame g.frame") > 10);
            List<String> titles =
                    strings("[...document.querySelectorAll('.rows > .line .c0')].map(cell => cell.title)");
            for (String name : NAMES) {
                assertThat(titles).anyMatch(title -> title.contains(head(name)));
            }
            browser.run("document.querySelectorAll('.rows > .line').forEach(line => line.click())");
            browser.await("open rows", () -> browser.count(".detail .places") >= NAMES.size());
            checkHarmless();
            browser.checkQuiet(server.endpoint());
        }
    }

    @Test
    void shouldBeTextInTheFile() throws IOException {
        Path file = Path.of("target", "hostile-flamegraph.html").toAbsolutePath();
        try (OutputStream out = Files.newOutputStream(file)) {
            new FlameGraphWriter().write(SNAPSHOT, Query.ALL, out);
        }
        browser.open(file.toUri());
        browser.await("graph", () -> browser.count("#flame g.frame") > 10);
        List<String> labels =
                strings("[...document.querySelectorAll('#flame g.frame')].map(g => g.getAttribute('aria-label'))");
        for (String name : NAMES) {
            assertThat(labels).anyMatch(label -> label.contains(head(name)));
        }
        checkHarmless();
        browser.checkQuiet(file.toUri());
    }

    /** Searching and zooming in the file, and by the other number. */
    @Test
    void shouldBeUsableInTheFile() throws IOException {
        Path file = Path.of("target", "flamegraph.html").toAbsolutePath();
        try (OutputStream out = Files.newOutputStream(file)) {
            new FlameGraphWriter().write(MadeReport.ofSites(2_000), Query.ALL, out);
        }
        browser.open(file.toUri());
        browser.await("graph", () -> browser.count("#flame g.frame") > 10);
        browser.one("#search").sendKeys("service1");
        browser.await("matches", () -> browser.text("#frame").endsWith("of all match"));
        browser.run("document.querySelector('#flame g.frame[aria-level=\"3\"]')"
                + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        browser.await("zoomed", () -> browser.one("#unzoom").isEnabled());
        browser.one("#value").sendKeys("events");
        browser.await(
                "events",
                () ->
                        strings("[...document.querySelectorAll('#flame g.frame')]"
                                        + ".map(g => g.getAttribute('aria-label'))")
                                .stream()
                                .allMatch(label -> label.contains("events")));
        browser.checkQuiet(file.toUri());
    }

    private static void checkHarmless() {
        assertThat(browser.run("return window.hit ?? null")).isNull();
        assertThat(browser.run("return document.querySelectorAll('main img, main script, [onload], [onerror]').length"))
                .isEqualTo(0L);
    }

    /** What every reader of names keeps: up to the first character that cannot be written or ends a line. */
    private static String head(String name) {
        return name.split("[\\n\\ud83d]", 2)[0];
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(String expression) {
        return (List<String>) browser.run("return " + expression + ".map(text => text.toWellFormed())");
    }
}
