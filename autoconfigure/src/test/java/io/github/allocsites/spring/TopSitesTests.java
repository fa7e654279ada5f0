// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Site;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.github.allocsites.spring.SiteSeries.Key;
import io.github.allocsites.spring.SiteSeries.Sum;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopSitesTests {
    private final TopSites top = new TopSites(2);

    @Test
    void shouldAdmitTheLargest() {
        assertThat(names(top.update(sums(row("a", 1, 10), row("b", 1, 30), row("c", 1, 20)))))
                .containsExactly("A.b", "A.c");
    }

    @Test
    void shouldAddUpRowsThatTheTagsCannotTellApart() {
        Collection<SiteSeries> series = top.update(sums(row("a", 1, 10), row("a", 2, 15), row("b", 1, 20)));
        assertThat(names(series)).containsExactly("A.a", "A.b");
        assertThat(series).first().satisfies(a -> {
            assertThat(a.bytes()).isEqualTo(25);
            assertThat(a.count()).isEqualTo(2);
        });
    }

    @Test
    void shouldTellTypesApart() {
        Site bytes = site("A", "m", 1, "byte[]", 1, 16);
        Site ints = site("A", "m", 1, "int[]", 1, 32);
        assertThat(top.update(sums(bytes, ints))).extracting(SiteSeries::type).containsExactly("int[]", "byte[]");
    }

    @Test
    void shouldTellLinesApartWhenTheyAreShown() {
        assertThat(names(top.update(sums(SiteLabel.LINE, row("a", 1, 10), row("a", 2, 15)))))
                .containsExactly("A.a:2", "A.a:1");
    }

    @Test
    void shouldLeaveTheLineOutWhenItIsUnknown() {
        Site site = new Site("1", "s", "A", "a", null, null, "byte[]", 1, 1, 1, false, null, List.of());
        assertThat(names(top.update(sums(SiteLabel.LINE, site)))).containsExactly("A.a");
    }

    @Test
    void shouldTakeGeneratedClassesForOne() {
        Site first = site("A$$Lambda/0x0000000000000001", "m", 1, "A$$Lambda$1/0x0000000000000001", 1, 16);
        Site second = site("A$$Lambda/0x0000000000000002", "m", 1, "A$$Lambda$2/0x0000000000000002", 1, 16);
        assertThat(top.update(sums(first, second))).singleElement().satisfies(series -> {
            assertThat(series.site()).isEqualTo("A$$Lambda.m");
            assertThat(series.type()).isEqualTo("A$$Lambda");
            assertThat(series.bytes()).isEqualTo(32);
        });
    }

    @Test
    void shouldKeepASiteUntilAnotherIsClearlyLarger() {
        top.update(sums(row("a", 1, 1_000), row("b", 1, 900)));
        assertThat(names(top.update(sums(row("a", 1, 1_000), row("b", 1, 900), row("c", 1, 1_080)))))
                .containsExactly("A.a", "A.b");
        assertThat(names(top.update(sums(row("a", 1, 1_000), row("b", 1, 900), row("c", 1, 1_081)))))
                .containsExactly("A.a", "A.c");
    }

    @Test
    void shouldResumeWhereTheSiteIsWhenItComesBack() {
        top.update(sums(row("a", 1, 10), row("b", 1, 20)));
        top.update(sums(row("a", 1, 10), row("b", 1, 20), row("c", 1, 100)));
        Collection<SiteSeries> series = top.update(sums(row("a", 1, 500), row("b", 1, 20), row("c", 1, 100)));
        assertThat(names(series)).containsExactly("A.c", "A.a");
        assertThat(series).last().satisfies(a -> assertThat(a.bytes()).isEqualTo(500));
    }

    @Test
    void shouldNeverDecrease() {
        top.update(sums(row("a", 1, 10)));
        Collection<SiteSeries> series = top.update(sums());
        assertThat(series).singleElement().satisfies(a -> assertThat(a.bytes()).isEqualTo(10));
    }

    @Test
    void shouldAdmitNobodyWhenTheListIsEmpty() {
        assertThat(new TopSites(0).update(sums(row("a", 1, 10)))).isEmpty();
    }

    private static Map<Key, Sum> sums(Site... rows) {
        return sums(SiteLabel.METHOD, rows);
    }

    private static Map<Key, Sum> sums(SiteLabel label, Site... rows) {
        return new SeriesSums(label).update(FakeSource.snapshot(rows), false);
    }

    private static Site row(String method, int line, long bytes) {
        return site("A", method, line, "byte[]", 1, bytes);
    }

    private static List<String> names(Collection<SiteSeries> series) {
        return series.stream().map(SiteSeries::site).toList();
    }
}
