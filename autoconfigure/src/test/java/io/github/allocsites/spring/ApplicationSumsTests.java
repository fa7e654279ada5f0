// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.Site;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.github.allocsites.spring.SiteSeries.Key;
import io.github.allocsites.spring.SiteSeries.Sum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ApplicationSumsTests {
    private static final Frame COPY = new Frame("java.util.Arrays", "copyOf", "Arrays.java", 9);
    private static final Frame ORDERS = new Frame("com.acme.Orders", "load", "Orders.java", 7);
    private static final Frame SEARCH = new Frame("com.acme.Search", "find", "Search.java", 8);

    private final ApplicationSums sums = new ApplicationSums(SiteLabel.METHOD);

    @Test
    void shouldGiveASiteToTheFrameThatCausedIt() {
        assertThat(text(sums.update(site(part(ORDERS, 3, 48)))))
                .containsExactly(Map.entry("com.acme.Orders.load", "48"));
    }

    @Test
    void shouldAddUpTheSitesOfAFrame() {
        List<CallSite> both = new ArrayList<>(site(part(ORDERS, 3, 48)));
        both.addAll(other(part(ORDERS, 1, 24)));
        assertThat(text(sums.update(both))).containsExactly(Map.entry("com.acme.Orders.load", "72"));
    }

    @Test
    void shouldKeepWhatWasGivenWhenSharesChange() {
        sums.update(site(part(ORDERS, 100, 1_000)));
        Map<Key, Sum> later = sums.update(site(part(ORDERS, 100, 1_000), part(SEARCH, 100, 1_000)));
        assertThat(text(later))
                .containsOnly(Map.entry("com.acme.Orders.load", "1500"), Map.entry("com.acme.Search.find", "500"));
        later = sums.update(site(part(ORDERS, 10, 100), part(SEARCH, 390, 3_900)));
        assertThat(text(later))
                .containsOnly(Map.entry("com.acme.Orders.load", "1550"), Map.entry("com.acme.Search.find", "2450"));
    }

    @Test
    void shouldLoseNothingToRounding() {
        for (long events = 1; events <= 1_000; events++) {
            sums.update(site(part(ORDERS, 2 * events, 2 * events), part(SEARCH, events, events)));
        }
        Map<Key, Sum> all = sums.update(site(part(ORDERS, 2_000, 2_000), part(SEARCH, 1_000, 1_000)));
        long given = all.values().stream().mapToLong(Sum::bytes).sum();
        assertThat(given).isBetween(2_998L, 3_000L);
    }

    @Test
    void shouldGiveNobodyWhatHasNoStackAndKeepItUntilThereIsOne() {
        assertThat(sums.update(site(unplaced(5, 80)))).isEmpty();
        assertThat(text(sums.update(site(unplaced(2, 32), part(ORDERS, 4, 64)))))
                .containsExactly(Map.entry("com.acme.Orders.load", "64"));
    }

    @Test
    void shouldGoOnAfterAResetTookTheStacks() {
        sums.update(site(part(ORDERS, 10, 160)));
        assertThat(text(sums.update(site(unplaced(12, 192)))))
                .containsExactly(Map.entry("com.acme.Orders.load", "160"));
        assertThat(text(sums.update(site(part(SEARCH, 14, 224)))))
                .containsOnly(Map.entry("com.acme.Orders.load", "160"), Map.entry("com.acme.Search.find", "64"));
    }

    @Test
    void shouldBeginAnewWhereEveryEventHasItsStackAndAResetTookThem() {
        sums.update(site(part(ORDERS, 10, 160)));
        assertThat(text(sums.update(site(unplaced(10, 160), part(ORDERS, 2, 32)))))
                .containsExactly(Map.entry("com.acme.Orders.load", "192"));
    }

    @Test
    void shouldGiveNobodyWhatNoFrameOfTheApplicationCaused() {
        CallSite foreign = new CallSite(row("1"), List.of(COPY), null, 30, 300, true, 1);
        assertThat(text(sums.update(site(part(ORDERS, 10, 100), foreign))))
                .containsExactly(Map.entry("com.acme.Orders.load", "100"));
    }

    @Test
    void shouldTellLinesApartWhenTheyAreShown() {
        Map<Key, Sum> lines = new ApplicationSums(SiteLabel.LINE).update(site(part(ORDERS, 3, 48)));
        assertThat(lines.keySet()).extracting(Key::line).containsExactly(7);
    }

    private static List<CallSite> site(CallSite... parts) {
        return of(row("1"), parts);
    }

    private static List<CallSite> other(CallSite... parts) {
        return of(row("2"), parts);
    }

    private static List<CallSite> of(Site site, CallSite... parts) {
        return Arrays.stream(parts)
                .map(part -> new CallSite(
                        site,
                        part.frames(),
                        part.application(),
                        part.count(),
                        part.bytes(),
                        part.estimated(),
                        part.samples()))
                .toList();
    }

    private static CallSite part(Frame application, long count, long bytes) {
        return new CallSite(row("1"), List.of(COPY, application), application, count, bytes, true, 1);
    }

    private static CallSite unplaced(long count, long bytes) {
        return new CallSite(row("1"), List.of(), null, count, bytes, false, null);
    }

    private static Site row(String id) {
        return new Site(id, "s", "java.util.Arrays", "copyOf", null, 9, "byte[]", 1, 1, 1, false, null, List.of());
    }

    private static Map<String, String> text(Map<Key, Sum> sums) {
        Map<String, String> text = new TreeMap<>();
        sums.forEach((key, sum) -> text.put(key.className() + "." + key.method(), Long.toString(sum.bytes())));
        return text;
    }
}
