// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.query;
import static io.github.allocsites.report.Samples.site;
import static io.github.allocsites.report.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReportTests {
    private static final Site BIG = site("com.acme.A", "one", 1, "byte[]", 1, 600);
    private static final Site MANY = site("com.acme.A", "two", 2, "int[]", 90, 300);
    private static final Site SMALL = site("com.acmeother.B", "one", 3, "byte[]", 9, 100);

    @Test
    void shouldShowMostBytesFirst() {
        Report report = Report.of(snapshot(SMALL, MANY, BIG), query(null, null, null, null, "site"));
        assertThat(report.sites()).containsExactly(BIG, MANY, SMALL);
        assertThat(report.groupBy()).isEqualTo("site");
        assertThat(report.format()).isEqualTo(1);
    }

    @Test
    void shouldShowMostEventsFirstWhenAskedFor() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query(null, "count", null, null, "site"));
        assertThat(report.sites()).containsExactly(MANY, SMALL, BIG);
    }

    @Test
    void shouldOrderEqualRowsById() {
        List<Site> sites = new ArrayList<>();
        for (int line = 1; line <= 50; line++) {
            sites.add(site("com.acme.A", "m", line, "byte[]", 1, 16));
        }
        Report first = Report.of(snapshot(sites.toArray(new Site[0])), Query.ALL);
        Collections.shuffle(sites, new Random(1));
        Report second = Report.of(snapshot(sites.toArray(new Site[0])), Query.ALL);
        assertThat(second.sites()).isEqualTo(first.sites());
        assertThat(first.sites()).extracting(Site::id).isSorted();
    }

    @Test
    void shouldSayHowManyRowsMatchedWhenLimited() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query("2", null, null, null, "site"));
        assertThat(report.sites()).containsExactly(BIG, MANY);
        assertThat(report.matched()).isEqualTo(3);
        assertThat(report.returned()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTotalsAndSharesWhenFiltered() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query(null, null, "com.acme", "int[]", "site"));
        assertThat(report.sites()).containsExactly(MANY);
        assertThat(report.matched()).isEqualTo(1);
        assertThat(report.totals().bytes()).isEqualTo(1_000);
        assertThat(report.sites().get(0).share()).isEqualTo(0.3);
    }

    @Test
    void shouldAddUpMethods() {
        Site overload = site("com.acme.A", "one", 7, "long[]", 2, 50);
        Report report = Report.of(snapshot(BIG, SMALL, MANY, overload), query(null, null, null, null, "method"));
        assertThat(report.groupBy()).isEqualTo("method");
        assertThat(report.matched()).isEqualTo(3);
        Site expected = new Site(
                id("com.acme.A", "one", null),
                null,
                "com.acme.A",
                "one",
                "A.java",
                null,
                null,
                3,
                650,
                0.65,
                false,
                null,
                null);
        assertThat(report.sites().get(0)).isEqualTo(expected);
    }

    @Test
    void shouldAddUpClasses() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query(null, null, null, null, "class"));
        Site a = new Site(
                id("com.acme.A", null, null),
                null,
                "com.acme.A",
                null,
                "A.java",
                null,
                null,
                91,
                900,
                0.9,
                false,
                null,
                null);
        assertThat(report.sites()).hasSize(2).first().isEqualTo(a);
    }

    @Test
    void shouldAddUpTypes() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query(null, "count", null, null, "type"));
        Site bytes = new Site(
                id(null, null, "byte[]"), null, null, null, null, null, "byte[]", 10, 700, 0.7, false, null, null);
        assertThat(report.sites()).extracting(Site::type).containsExactly("int[]", "byte[]");
        assertThat(report.sites().get(1)).isEqualTo(bytes);
    }

    @Test
    void shouldTakeGeneratedClassesForOne() {
        Site first = site("com.acme.A$$Lambda/0x00007f1200001000", "get", 1, "byte[]", 1, 16);
        Site second = site("com.acme.A$$Lambda/0x00007f1200002000", "get", 1, "byte[]", 2, 32);
        Report report = Report.of(snapshot(first, second), query(null, null, null, null, "class"));
        assertThat(report.sites()).singleElement().satisfies(row -> {
            assertThat(row.className()).isEqualTo("com.acme.A$$Lambda");
            assertThat(row.count()).isEqualTo(3);
            assertThat(row.file()).isNull();
        });
    }

    @Test
    void shouldSayWhenASumRestsOnEstimates() {
        Site estimate = new Site(
                "00000000000000ff", "s", "com.acme.A", "one", null, null, "int[]", 5, 80, 0.08, true, 4, List.of());
        Report report = Report.of(snapshot(BIG, estimate), query(null, null, null, null, "class"));
        assertThat(report.sites()).singleElement().satisfies(row -> {
            assertThat(row.estimated()).isTrue();
            assertThat(row.samples()).isEqualTo(4);
        });
    }

    @Test
    void shouldCarryTheReasonWhenNothingIsInstalled() {
        Report report = Report.of(Samples.notInstalled("no attach"), query(null, null, null, null, "type"));
        assertThat(report.status()).isEqualTo(Status.NOT_INSTALLED);
        assertThat(report.reason()).isEqualTo("no attach");
        assertThat(report.totals()).isNull();
        assertThat(report.memory()).isNotNull();
        assertThat(report.sites()).isEmpty();
        assertThat(report.matched()).isZero();
    }

    private static String id(String className, String method, String type) {
        return SiteId.text(SiteId.of(className, method, null, 0, type));
    }

    @Test
    void shouldRollUpEverythingToTheFirstFrameOfTheApplication() {
        Report report = Report.of(snapshot(BIG, SMALL, MANY), query(null, null, null, null, null));
        assertThat(report.groupBy()).isEqualTo("app");
        assertThat(report.sites()).singleElement().satisfies(row -> {
            assertThat(row.site()).isEqualTo("com.acme.Main.main(Main.java:7)");
            assertThat(row.bytes()).isEqualTo(BIG.bytes() + SMALL.bytes() + MANY.bytes());
            assertThat(row.count()).isEqualTo(BIG.count() + SMALL.count() + MANY.count());
            assertThat(row.type()).isNull();
            assertThat(row.stack()).first().isEqualTo(BIG.site());
            assertThat(row.stack()).last().isEqualTo(row.site());
        });
    }

    @Test
    void shouldSayWhereThereIsNoFrameOfTheApplication() {
        CallSite noStack = new CallSite(BIG, List.of(), null, 1, 10, false, null);
        Frame library = new Frame("org.lib.X", "run", "X.java", 3);
        CallSite elsewhere = new CallSite(BIG, List.of(library), null, 2, 20, true, 4);
        List<Site> rows = StackGroups.byApplicationFrame(List.of(noStack, elsewhere), 100);
        assertThat(rows).extracting(Site::site).containsExactly("(no stack)", "(no application frame)");
        assertThat(rows.get(1).estimated()).isTrue();
        assertThat(rows.get(1).samples()).isEqualTo(4);
        assertThat(rows.get(1).share()).isEqualTo(0.2);
    }

    @Test
    void shouldMakeARowOfEachStack() {
        Report report = Report.of(snapshot(BIG, SMALL), query(null, null, null, null, "stack"));
        assertThat(report.sites()).extracting(Site::site).containsExactly(BIG.site(), SMALL.site());
        assertThat(report.sites().get(0).stack()).containsExactly(BIG.site(), "com.acme.Main.main(Main.java:7)");
        assertThat(report.sites()).extracting(Site::id).doesNotHaveDuplicates().doesNotContain(BIG.id());
    }
}
