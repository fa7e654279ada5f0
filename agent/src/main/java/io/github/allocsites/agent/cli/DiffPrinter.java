// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.Report;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SortBy;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;

/** Prints a comparison: both totals, what got worse, what got better; the largest changes first. */
final class DiffPrinter {
    /** Times that differ by less make numbers no less comparable than two runs make them anyhow. */
    private static final double SAME_TIME = 1.1;

    private final Amounts amounts;
    private final SortBy sort;
    private final int limit;
    private final PrintStream out;

    DiffPrinter(Amounts amounts, SortBy sort, int limit, PrintStream out) {
        this.amounts = amounts;
        this.sort = sort;
        this.limit = limit;
        this.out = out;
    }

    void print(Input before, Input after, Comparison comparison) {
        totals(before, after, comparison);
        notes(before, after);
        Comparator<Change> mostFirst = Comparator.comparingDouble(change -> -Math.abs(change(change)));
        List<Change> worse = comparison.changes().stream()
                .filter(change -> change(change) > 0)
                .sorted(mostFirst)
                .toList();
        List<Change> better = comparison.changes().stream()
                .filter(change -> change(change) < 0)
                .sorted(mostFirst)
                .toList();
        section("worse", worse, comparison);
        section("better", better, comparison);
        int same = comparison.changes().size() - worse.size() - better.size();
        out.println();
        out.println("unchanged: " + Headings.rows(same));
    }

    private double change(Change change) {
        return sort == SortBy.BYTES ? change.bytes() : change.count();
    }

    private void totals(Input before, Input after, Comparison comparison) {
        Table table = new Table("", ">time", perSecond(">bytes"), perSecond(">count"), "file");
        table.add(
                "before",
                time(comparison.before()),
                amounts.bytes(comparison.bytesBefore()),
                amounts.count(comparison.countBefore()),
                before.name());
        table.add(
                "after",
                time(comparison.after()),
                amounts.bytes(comparison.bytesAfter()),
                amounts.count(comparison.countAfter()),
                after.name());
        table.add(
                "change",
                "",
                Amounts.percent(comparison.bytesBefore(), comparison.bytesAfter()),
                Amounts.percent(comparison.countBefore(), comparison.countAfter()),
                "");
        table.print(out);
    }

    private static String time(Report report) {
        return report.elapsed() == null ? "" : Amounts.seconds(Headings.seconds(report));
    }

    private void notes(Input before, Input after) {
        double first = Headings.seconds(before.saved().report());
        double second = Headings.seconds(after.saved().report());
        boolean isUnlike = Math.max(first, second) > SAME_TIME * Math.min(first, second);
        if (isUnlike && !amounts.perSecond()) {
            out.println("They counted for different times; --per-second compares rates.");
        }
        for (Input input : List.of(before, after)) {
            if (input.isPart()) {
                out.println(input.part() + "; what it leaves out looks new or gone.");
            }
        }
    }

    private void section(String name, List<Change> changes, Comparison comparison) {
        out.println();
        if (changes.isEmpty()) {
            out.println(name + ": nothing");
            return;
        }
        boolean isBytes = sort == SortBy.BYTES;
        double sum = changes.stream().mapToDouble(this::change).sum();
        String shown = changes.size() > limit ? ", the first " + limit + " of them:" : ":";
        out.println(name + ": " + Headings.rows(changes.size()) + ", " + perSecond(amounts.change(sum, isBytes))
                + (isBytes ? "" : " events") + shown);
        Table table = new Table(
                ">bytes",
                ">count",
                isBytes ? ">before" : ">count before",
                ">after",
                ">ratio",
                ">bytes each",
                "mark",
                "type",
                Headings.of(comparison.after().groupBy()));
        for (Change change : changes.subList(0, Math.min(limit, changes.size()))) {
            add(table, change, comparison.after().groupBy());
        }
        table.print(out);
    }

    private void add(Table table, Change change, String groupBy) {
        boolean isBytes = sort == SortBy.BYTES;
        double before = isBytes ? change.bytesBefore() : change.countBefore();
        double after = isBytes ? change.bytesAfter() : change.countAfter();
        boolean isInBoth = change.before() != null && change.after() != null && before > 0;
        table.add(
                Headings.callers(change.row(), groupBy),
                amounts.change(change.bytes(), true),
                amounts.change(change.count(), false),
                isBytes ? amounts.bytes(before) : amounts.count(before),
                isBytes ? amounts.bytes(after) : amounts.count(after),
                isInBoth ? Amounts.ratio(before, after) : "",
                each(change),
                change.mark(),
                Names.type(change.row()),
                Names.of(change.row()));
    }

    /** What one event takes, before and after where that changed: more events and larger ones have different cures. */
    private static String each(Change change) {
        long before = each(change.before());
        long after = each(change.after());
        return change.before() == null || change.after() == null || before == after
                ? String.valueOf(change.after() == null ? before : after)
                : before + " -> " + after;
    }

    private static long each(Site row) {
        return row == null || row.count() == 0 ? 0 : Math.round((double) row.bytes() / row.count());
    }

    private String perSecond(String text) {
        return amounts.perSecond() ? text + "/s" : text;
    }
}
