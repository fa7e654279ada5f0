// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import static io.github.allocsites.agent.cli.Rows.line;
import static io.github.allocsites.agent.cli.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatchingTests {
    private static final int CASES = 500;

    @Test
    void shouldPairRowsById() {
        assertThat(lines(List.of(line(1, 10), line(2, 20)), List.of(line(2, 21), line(1, 11))))
                .containsExactlyInAnyOrder("1-1", "2-2");
    }

    @Test
    void shouldTellWhatIsNewAndWhatIsGoneWhileNoLineMoved() {
        assertThat(lines(List.of(line(1, 1), line(2, 1)), List.of(line(1, 1)))).containsExactlyInAnyOrder("1-1", "2-");
        assertThat(lines(List.of(line(1, 1)), List.of(line(1, 1), line(2, 1)))).containsExactlyInAnyOrder("1-1", "-2");
    }

    @Test
    void shouldPairMovedLinesInOrder() {
        assertThat(lines(List.of(line(42, 1)), List.of(line(45, 1)))).containsExactly("42-45");
        assertThat(lines(
                        List.of(line(55, 1), line(56, 1), line(57, 1)), List.of(line(58, 1), line(57, 1), line(56, 1))))
                .containsExactlyInAnyOrder("55-56", "56-57", "57-58");
    }

    @Test
    void shouldPairTheNearestLinesWhenOneReportHasMore() {
        List<Site> few = List.of(line(10, 1), line(20, 1), line(30, 1));
        List<Site> many = List.of(line(10, 1), line(15, 1), line(22, 1), line(32, 1));
        assertThat(lines(few, many)).containsExactlyInAnyOrder("10-10", "20-22", "30-32", "-15");
        assertThat(lines(many, few)).containsExactlyInAnyOrder("10-10", "22-20", "32-30", "15-");
    }

    @Test
    void shouldPairNothingOfAnotherClassMethodOrType() {
        Site row = row("com.acme.A", "one", 1, "byte[]", 1, 1);
        for (Site other : List.of(
                row("com.acme.B", "one", 2, "byte[]", 1, 1),
                row("com.acme.A", "two", 2, "byte[]", 1, 1),
                row("com.acme.A", "one", 2, "int[]", 1, 1))) {
            assertThat(Matching.of(List.of(row), List.of(other), false))
                    .containsExactlyInAnyOrder(new Matching.Pair(row, null), new Matching.Pair(null, other));
        }
    }

    @Test
    void shouldPairLambdasWhoseNumbersMoved() {
        Site before = row("com.acme.A", "lambda$sum$0", 5, "byte[]", 1, 1);
        Site after = row("com.acme.A", "lambda$sum$1", 9, "byte[]", 1, 1);
        assertThat(Matching.of(List.of(before), List.of(after), false))
                .containsExactly(new Matching.Pair(before, after));
    }

    @Test
    void shouldPairAPlaceWhoseDescriptorChanged() {
        Site before = line(5, 1);
        Site after = withId(line(5, 2), "00000000000000ff");
        assertThat(lines(List.of(before), List.of(after))).containsExactly("5-5");
    }

    @Test
    void shouldKeepStacksWithOtherCallersApart() {
        Site before = withStack(line(5, 1), "com.acme.Order.parse(Order.java:5)", "com.acme.A.a(A.java:1)");
        Site moved = withStack(line(6, 1), "com.acme.Order.parse(Order.java:6)", "com.acme.A.a(A.java:9)");
        Site other = withStack(line(6, 1), "com.acme.Order.parse(Order.java:6)", "com.acme.B.b(B.java:1)");
        assertThat(Matching.of(List.of(before), List.of(moved), true)).hasSize(1);
        assertThat(Matching.of(List.of(before), List.of(other), true)).hasSize(2);
        assertThat(Matching.of(List.of(before), List.of(other), false)).hasSize(1);
    }

    @Test
    void shouldPairRowsThatAreNoPlacesByIdAlone() {
        Site before = new Site("01", null, "com.acme.A", null, null, null, null, 1, 1, 0, false, null, null);
        Site after = new Site("02", null, "com.acme.A", null, null, null, null, 1, 1, 0, false, null, null);
        assertThat(Matching.of(List.of(before), List.of(after), false)).hasSize(2);
        assertThat(Matching.of(List.of(before), List.of(before), false)).hasSize(1);
    }

    /** Whatever the rows, each is in one pair, and the sums stay. */
    @Test
    void shouldUseEachRowOnceInAnyOrderOfTheFiles() {
        Random random = new Random(3);
        for (int i = 0; i < CASES; i++) {
            List<Site> before = random(random);
            List<Site> after = random(random);
            List<Matching.Pair> pairs = Matching.of(before, after, false);
            assertThat(pairs.stream().map(Matching.Pair::before).filter(row -> row != null))
                    .containsExactlyInAnyOrderElementsOf(before);
            assertThat(pairs.stream().map(Matching.Pair::after).filter(row -> row != null))
                    .containsExactlyInAnyOrderElementsOf(after);
            assertThat(Matching.of(before, before, false)).allMatch(pair -> pair.before() == pair.after());
            Collections.shuffle(before, random);
            Collections.shuffle(after, random);
            assertThat(Matching.of(before, after, false)).containsExactlyInAnyOrderElementsOf(pairs);
        }
    }

    private static List<Site> random(Random random) {
        List<Site> rows = new ArrayList<>();
        for (int line = 1; line < 30; line++) {
            if (random.nextInt(3) == 0) {
                String method = "m" + random.nextInt(2);
                String type = random.nextBoolean() ? "byte[]" : "int[]";
                rows.add(row("com.acme.A", method, line, type, 1, random.nextInt(100)));
            }
        }
        return rows;
    }

    private static List<String> lines(List<Site> before, List<Site> after) {
        List<String> lines = new ArrayList<>();
        for (Matching.Pair pair : Matching.of(before, after, false)) {
            lines.add((pair.before() == null ? "" : pair.before().line()) + "-"
                    + (pair.after() == null ? "" : pair.after().line()));
        }
        return lines;
    }

    private static Site withId(Site row, String id) {
        return new Site(
                id,
                row.site(),
                row.className(),
                row.method(),
                row.file(),
                row.line(),
                row.type(),
                row.count(),
                row.bytes(),
                row.share(),
                false,
                null,
                row.stack());
    }

    private static Site withStack(Site row, String... stack) {
        return new Site(
                row.id(),
                row.site(),
                row.className(),
                row.method(),
                row.file(),
                row.line(),
                row.type(),
                row.count(),
                row.bytes(),
                row.share(),
                false,
                null,
                List.of(stack));
    }
}
