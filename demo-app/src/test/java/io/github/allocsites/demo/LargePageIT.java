// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page over 20,000 sites: what it is to do within 200 ms it does, and prints how long that took. */
final class LargePageIT {
    private static final int SITES = 20_000;
    private static final String LINE = ".rows > .line:not([hidden])";

    /** Far beyond what is aimed at: a busy machine fails no test, a page that draws every row does. */
    private static final double BOUND_MILLIS = 2_000;

    private static ReportServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        server = new ReportServer(MadeReport.ofSites(SITES));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.openPage(server.endpoint(), Browser.WIDE, "light");
        browser.await("graph", () -> browser.count("#flame g.frame") > 10);
    }

    @AfterEach
    void shouldHaveBeenQuiet() {
        browser.checkQuiet(server.endpoint());
    }

    @Test
    void shouldOfferNoWriteWhereNoneIsAllowed() {
        assertThat(browser.texts("#pause, #reset, #mark")).isEmpty();
    }

    @Test
    void shouldHaveElementsForRowsInSightOnly() {
        assertThat(browser.text("#matched")).startsWith("20,000 rows");
        assertThat(browser.count(".rows > .line")).isBetween(10, 60);
        browser.run("document.getElementById('table').scrollTop = 400000");
        browser.await(
                "rows further down",
                () -> browser.texts(LINE + " .primary").stream().noneMatch(name -> name.equals("Service0.method0:1")));
        assertThat(browser.count(".rows > .line")).isBetween(10, 80);
    }

    @Test
    void shouldAnswerEachInputAtOnce() {
        String search = "const box = document.getElementById('search'); box.value = '%s';"
                + "box.dispatchEvent(new Event('input', {bubbles: true}))";
        measure("first letter", search.formatted("s"));
        measure("more letters", search.formatted("service1"));
        measure("two words", search.formatted("module3 method7"));
        measure("nothing found", search.formatted("no such thing"));
        measure("all again", search.formatted(""));
        measure("sort by name", "document.querySelector('.head .c0 button').click()");
        measure("sort by events", "document.querySelector('.head .c4 button').click()");
        measure("sort by size", "document.querySelector('.head .c5 button').click()");
        measure("open a row", "document.querySelector('" + LINE + "').click()");
        measure(
                "scroll to the end",
                "const table = document.getElementById('table'); table.scrollTop = table.scrollHeight");
        measure(
                "zoom a frame",
                "document.querySelector('#flame g.frame[aria-level=\"3\"]')"
                        + ".dispatchEvent(new MouseEvent('click', {bubbles: true}))");
    }

    /** What waits longest: an input that comes while a report of this size has just been read. */
    @Test
    void shouldAnswerWhileItReads() {
        String longest =
                "return new Promise(done => { let longest = 0; let last = performance.now(); const end = last + 6000;"
                        + "const tick = () => { const now = performance.now();"
                        + "longest = Math.max(longest, now - last); last = now;"
                        + "now < end ? setTimeout(tick) : done(longest) }; tick() })";
        double millis = ((Number) browser.run(longest)).doubleValue();
        print("longest wait while reading", millis);
        assertThat(millis).isLessThan(BOUND_MILLIS);
    }

    private static void measure(String what, String script) {
        double millis = browser.answer(script);
        print(what, millis);
        assertThat(millis).as(what).isLessThan(BOUND_MILLIS);
    }

    private static void print(String what, double millis) {
        System.out.printf(Locale.ROOT, "page with %,d sites: %s: %.0f ms%n", SITES, what, millis);
    }
}
