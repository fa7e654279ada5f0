// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.SortBy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Compares two reports. */
final class Diff {
    private static final String FAIL_ABOVE = "--fail-above";
    private static final String FAIL_ABOVE_ROW = "--fail-above-row";
    private static final Set<String> VALUED = Set.of("--limit", "--sort", "--group-by", FAIL_ABOVE, FAIL_ABOVE_ROW);
    private static final Set<String> PLAIN = Set.of("--bytes", "--per-second");

    private Diff() {}

    static int run(List<String> arguments, Output output) throws BadInputException {
        Arguments read = Arguments.of(arguments, VALUED, PLAIN);
        SortBy sort = read.sort();
        int limit = read.limit();
        GroupBy asked = read.groupBy();
        Threshold total = threshold(read, FAIL_ABOVE);
        Threshold row = threshold(read, FAIL_ABOVE_ROW);
        List<Path> files = read.files("a report before", "one after");
        Input before = Input.read(files.get(0));
        Input after = Input.read(files.get(1));
        Amounts amounts = new Amounts(read.has("--bytes"), read.has("--per-second"));
        Comparison comparison = compare(before, after, asked, amounts.perSecond());
        new DiffPrinter(amounts, sort, limit, output.out()).print(before, after, comparison);
        return verdict(comparison, total, row, amounts, output);
    }

    private static Threshold threshold(Arguments read, String option) {
        return read.value(option) == null ? null : Threshold.of(option, read.value(option));
    }

    private static Comparison compare(Input before, Input after, GroupBy asked, boolean perSecond)
            throws BadInputException {
        GroupBy groupBy = asked == null ? common(before, after) : asked;
        Report first = before.report(groupBy, SortBy.BYTES, Integer.MAX_VALUE);
        Report second = after.report(groupBy, SortBy.BYTES, Integer.MAX_VALUE);
        double scaleBefore = perSecond ? 1 / seconds(before) : 1;
        double scaleAfter = perSecond ? 1 / seconds(after) : 1;
        List<Change> changes = new ArrayList<>();
        for (Matching.Pair pair : Matching.of(first.sites(), second.sites(), groupBy == GroupBy.STACK)) {
            changes.add(new Change(pair.before(), pair.after(), scaleBefore, scaleAfter));
        }
        changes.sort(Comparator.comparing(change -> change.row().id()));
        return new Comparison(first, second, scaleBefore, scaleAfter, changes);
    }

    /** What the rows of both can be grouped by: as they are, or as those of one are. */
    private static GroupBy common(Input before, Input after) throws BadInputException {
        if (after.saved().groupings().contains(before.groupBy())) {
            return before.groupBy();
        }
        if (before.saved().groupings().contains(after.groupBy())) {
            return after.groupBy();
        }
        throw new BadInputException(
                before.name() + " has rows by " + before.groupBy().text() + ", " + after.name() + " by "
                        + after.groupBy().text() + ", and neither can be grouped like the other");
    }

    private static double seconds(Input input) throws BadInputException {
        double seconds = Headings.seconds(input.saved().report());
        if (seconds <= 0) {
            throw new BadInputException(input.name() + " does not say how long it counted, so it has no rates");
        }
        return seconds;
    }

    private static int verdict(Comparison comparison, Threshold total, Threshold row, Amounts amounts, Output output) {
        double all = comparison.bytesBefore();
        double more = comparison.bytesAfter() - all;
        String verdict = null;
        if (total != null && total.isExceeded(more, all)) {
            verdict = "all rows together got worse by " + amounts.bytes(more) + ", more than " + total.text();
        }
        if (verdict == null && row != null) {
            Change worst = comparison.worst();
            if (worst != null && row.isExceeded(worst.bytes(), all)) {
                verdict = Names.of(worst.row()) + " got worse by " + amounts.bytes(worst.bytes()) + ", more than "
                        + row.text();
            }
        }
        if (verdict == null) {
            return Main.OK;
        }
        output.out().flush();
        output.err().println("allocsites: " + verdict);
        return Main.WORSE;
    }
}
