// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page of a running application, in a browser, behind a proxy that allows no more than it must. */
final class PageIT {
    private static final String LINE = ".rows > .line:not([hidden])";
    private static final String PRIMARY = LINE + " .primary";
    private static final String FRAME = "#flame g.frame";

    private static final int VISITS = 40;
    private static final int PICTURED_READINGS = 15;

    private static Demo demo;
    private static StrictProxy proxy;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        demo = DemoJar.on(Jdk.all().get(0))
                .agent()
                .properties("management.endpoint.allocsites.access=unrestricted")
                .start();
        proxy = new StrictProxy(demo.address());
        demo.visit(VISITS);
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            proxy.close();
            demo.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.openPage(proxy.endpoint(), Browser.WIDE, "light");
        browser.await("graph", () -> browser.count(FRAME) > 10);
    }

    @AfterEach
    void shouldHaveBeenQuiet() {
        browser.checkQuiet(proxy.endpoint());
    }

    @Test
    void shouldShowWhatTheReportSays() throws Exception {
        Answer report = Answer.of(demo.json("/actuator/allocsites?limit=100000"));

        assertThat(browser.text("#status")).isEqualTo("Recording");
        assertThat(browser.texts(PRIMARY)).contains("ReportService.concat:27", "(no application frame)");
        assertThat(browser.text("#matched")).startsWith(report.rows().size() + " rows");
        assertThat(browser.texts(".tile h2"))
                .containsExactlyInAnyOrder(
                        "Allocated",
                        "Allocations",
                        "Heap",
                        "Resident",
                        "Counted to JVM",
                        "Call-site table",
                        "Agent's own");
        assertThat(browser.texts(".tile .value")).allMatch(value -> value.matches(".*\\d.*|–"));
    }

    @Test
    void shouldShowRatesOnceItHasReadTwice() throws Exception {
        demo.visit(10);
        browser.await("a rate", () -> browser.text(".tile.allocated .value").endsWith("/s"));
        browser.await(
                "a row's rate", () -> browser.texts(LINE + " .c2").stream().anyMatch(rate -> rate.endsWith("/s")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldSortByEachColumnBothWays(int column) {
        String head = ".head .c" + column;
        if (!browser.one(head).getDomAttribute("aria-sort").equals("descending")) {
            browser.click(head + " button");
        }
        if (column == 0) {
            assertThat(browser.one(head).getDomAttribute("aria-sort")).isEqualTo("ascending");
            return;
        }
        List<String> down = browser.texts(LINE + " .c" + column);
        browser.click(head + " button");

        assertThat(browser.one(head).getDomAttribute("aria-sort")).isEqualTo("ascending");
        List<Double> up = sizes(browser.texts(LINE + " .c" + column));
        assertThat(sizes(down)).hasSizeGreaterThan(10).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(up).isSortedAccordingTo(Comparator.naturalOrder());
    }

    /** Numbers with their units, to be compared. */
    private static List<Double> sizes(List<String> texts) {
        List<Double> sizes = new ArrayList<>();
        for (String text : texts) {
            String number = text.replaceAll("[≈,]|/s", "").trim();
            String unit = number.replaceAll("[\\d.<\\s]", "");
            double factor = Math.pow(
                    number.endsWith("B") ? 1024 : 1000,
                    "KMGT"
                                    .indexOf(unit.toUpperCase()
                                            .replace("B", "")
                                            .concat(" ")
                                            .charAt(0))
                            + 1);
            String digits = number.replaceAll("[^\\d.]", "");
            sizes.add(digits.isEmpty() ? 0 : number.startsWith("<") ? 0.05 : Double.parseDouble(digits) * factor);
        }
        return sizes;
    }

    @Test
    void shouldFindRowsAndFramesByWords() {
        browser.type("/");
        browser.type("reportservice concat");

        assertThat(browser.texts(PRIMARY)).isNotEmpty().allMatch(name -> name.startsWith("ReportService.concat"));
        assertThat(browser.text("#matched")).contains(" of ").contains("%");
        browser.await("highlighted frames", () -> browser.count("#flame rect[fill='var(--flame-hit)']") > 0);
        browser.await("their share", () -> browser.text("#frame").endsWith("of all match"));

        browser.type(Keys.ESCAPE);
        assertThat(browser.texts(PRIMARY)).hasSizeGreaterThan(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"site", "method", "class", "package", "type"})
    void shouldGroupAndOpenARowOfEachGroup(String group) {
        List<String> before = browser.texts(PRIMARY);
        browser.run("document.querySelector('input[value=" + group + "]').click()");
        browser.await("other rows", () -> !browser.texts(PRIMARY).equals(before));
        browser.click(LINE + "[aria-rowindex='2']");

        browser.await("places or callers", () -> browser.count(".detail .frame-button") > 0);
        assertThat(browser.one(LINE + "[aria-rowindex='2']").getDomAttribute("aria-expanded"))
                .isEqualTo("true");
    }

    @Test
    void shouldOpenARowInPlaceByKeyboardAlone() throws Exception {
        browser.type("/");
        browser.type("concat:27");
        browser.run("document.querySelector('" + LINE + "').focus()");
        browser.type(Keys.ENTER);
        browser.await("the way down", () -> browser.count(".detail .tree .frame-button") > 0);

        assertThat(browser.texts(".detail .tree .frame-name")).anyMatch(name -> name.startsWith("StringConcatHelper"));
        assertThat(browser.texts(".detail-side .frame-name")).contains("byte[]");

        browser.type(Keys.ESCAPE);
        assertThat(browser.count(".detail")).isZero();
        assertThat(browser.run("return document.activeElement.classList.contains('line')"))
                .isEqualTo(true);
    }

    @Test
    void shouldMoveThroughRowsByKeyboard() {
        browser.run("document.querySelector('" + LINE + "').focus()");
        browser.type(Keys.END);
        String rows = (String) browser.run("return document.getElementById('table').getAttribute('aria-rowcount')");
        assertThat(browser.run("return document.activeElement.getAttribute('aria-rowindex')"))
                .isEqualTo(rows);
        browser.type(Keys.HOME, Keys.ARROW_DOWN);
        assertThat(browser.run("return document.activeElement.getAttribute('aria-rowindex')"))
                .isEqualTo("3");
    }

    @Test
    void shouldZoomTheFlameGraph() throws Exception {
        browser.run("document.querySelector('#flame g.frame[aria-level=\"3\"]')"
                + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
        browser.await("zoomed", () -> browser.one("#unzoom").isEnabled());
        browser.click("#unzoom");
        browser.await("all again", () -> !browser.one("#unzoom").isEnabled());

        browser.run("document.querySelector('#flame g.frame[tabindex=\"0\"]').focus()");
        browser.type(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        browser.await("zoomed by keyboard", () -> browser.one("#unzoom").isEnabled());
        browser.type(Keys.ESCAPE);
        browser.await("all again by keyboard", () -> !browser.one("#unzoom").isEnabled());
    }

    @Test
    void shouldPauseResumeMarkAndReset() throws Exception {
        browser.click("#pause");
        browser.await("paused", () -> browser.text("#status").equals("Paused"));
        browser.click("#pause");
        browser.await("recording", () -> browser.text("#status").equals("Recording"));

        browser.click("#mark");
        browser.await("since the mark", () -> browser.text("#range").contains("Since mark"));
        demo.visit(1);
        browser.await("rows since the mark", () -> browser.count(PRIMARY) > 3);

        String since = Answer.of(demo.json("/actuator/allocsites")).text("/since");
        browser.click("#reset");
        browser.await("a new start", () -> !sinceNow().equals(since));
        demo.visit(VISITS); // the other tests need rows
    }

    private static String sinceNow() {
        try {
            return Answer.of(demo.json("/actuator/allocsites")).text("/since");
        } catch (java.io.IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void shouldShowAWindow() throws Exception {
        browser.run("const range = document.getElementById('range'); range.value = 'seconds=5';"
                + "range.dispatchEvent(new Event('change'))");
        demo.visit(5);
        browser.await("a window", () -> browser.text("#origin").contains("for 5.0 s"));
        browser.await("its rates", () -> browser.text(".tile.allocated .value").endsWith("/s"));
    }

    @Test
    void shouldFitAPhone() throws Exception {
        browser.openPage(proxy.endpoint(), Browser.NARROW, "light");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) Browser.NARROW);
        browser.click("[data-view=flame]");
        browser.await("graph", () -> browser.count(FRAME) > 10);
        assertThat(browser.one("#table").isDisplayed()).isFalse();
        browser.click("[data-view=sites]");
        browser.click(LINE + "[aria-rowindex='2']");
        browser.await("an open row", () -> browser.count(".detail .frame-button") > 0);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo((long) Browser.NARROW);
    }

    @Test
    void shouldKeepTheChoiceOfColours() {
        String light = ground();
        browser.click("#theme");
        browser.click("#theme");
        assertThat(browser.one("#theme").getDomAttribute("title")).isEqualTo("Colours: dark");
        String dark = ground();
        assertThat(dark).isNotEqualTo(light);
        browser.openPage(proxy.endpoint(), Browser.WIDE, "light");
        assertThat(ground()).isEqualTo(dark);
        browser.click("#theme");
        assertThat(ground()).isEqualTo(light);
    }

    private static String ground() {
        return (String) browser.run("return getComputedStyle(document.body).backgroundColor");
    }

    /** Not compared with anything: they are what the documentation shows. */
    @Test
    void shouldHaveItsPicturesTaken() throws Exception {
        while (readings() < PICTURED_READINGS) {
            demo.visit(3);
        }
        browser.click("#redraw");
        browser.await("graph", () -> browser.one("#flame").getDomAttribute("aria-busy") == null);
        browser.picture("page-light");

        browser.click(LINE + "[aria-rowindex='2']");
        browser.await("an open row", () -> browser.count(".detail .frame-button") > 0);
        browser.show(Browser.WIDE, "dark");
        browser.picture("page-dark");
        browser.type(Keys.ESCAPE);

        browser.show(Browser.NARROW, "light");
        browser.picture("page-narrow");
        browser.checkQuiet(proxy.endpoint());

        Path file = Path.of("target", "demo-flamegraph.html").toAbsolutePath();
        Files.writeString(file, demo.get("/actuator/allocsites/flamegraph").body());
        browser.open(file.toUri());
        browser.await("graph", () -> browser.count(FRAME) > 10);
        browser.picture("flamegraph-file");
        browser.checkQuiet(file.toUri());
        open();
    }

    private static int readings() {
        return browser.count(".line-chart polyline") == 0
                ? 0
                : browser.one(".line-chart polyline").getDomAttribute("points").split(" ").length;
    }
}
