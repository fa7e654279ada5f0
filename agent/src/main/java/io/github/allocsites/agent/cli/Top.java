// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SortBy;
import io.github.allocsites.report.Totals;
import java.util.List;
import java.util.Set;

/** Prints the rows of a report that allocate the most. */
final class Top {
    private static final Set<String> VALUED = Set.of("--limit", "--sort", "--group-by");
    private static final Set<String> PLAIN = Set.of("--bytes");

    private final Amounts amounts;
    private final Output output;

    private Top(Amounts amounts, Output output) {
        this.amounts = amounts;
        this.output = output;
    }

    static int run(List<String> arguments, Output output) throws BadInputException {
        Arguments read = Arguments.of(arguments, VALUED, PLAIN);
        SortBy sort = read.sort();
        GroupBy asked = read.groupBy();
        int limit = read.limit();
        Input input = Input.read(read.files("a report").get(0));
        GroupBy groupBy = asked == null ? input.groupBy() : asked;
        Report report = input.report(groupBy, sort, limit);
        new Top(new Amounts(read.has("--bytes"), false), output).print(input, report, sort);
        return Main.OK;
    }

    private void print(Input input, Report report, SortBy sort) {
        long allEvents = report.totals().count();
        boolean isByCount = sort == SortBy.COUNT;
        Table table = new Table(">share", "", ">bytes", ">count", "type", Headings.of(report.groupBy()));
        for (Site row : report.sites()) {
            double share = isByCount ? allEvents == 0 ? 0 : (double) row.count() / allEvents : row.share();
            table.add(
                    Headings.callers(row, report.groupBy()),
                    Amounts.share(share),
                    Bar.of(share, output.isUnicode()),
                    amounts.bytes(row.bytes()),
                    amounts.count(row.count()),
                    Names.type(row),
                    Names.of(row));
        }
        table.print(output.out());
        output.out().println();
        output.out().println(totals(report));
        if (input.isPart()) {
            output.out().println(input.part() + "; a limit or filters left out the rest.");
        }
    }

    private String totals(Report report) {
        Totals totals = report.totals();
        StringBuilder text = new StringBuilder("total: ")
                .append(amounts.bytes(totals.bytes()))
                .append(", ")
                .append(amounts.count(totals.count()))
                .append(" events");
        if (report.elapsed() != null) {
            text.append(" in ").append(Amounts.seconds(Headings.seconds(report)));
        }
        if (totals.jvmBytes() != null) {
            text.append("; the JVM allocated ").append(amounts.bytes(totals.jvmBytes()));
        }
        return text.append("; ")
                .append(report.returned())
                .append(" of ")
                .append(report.matched())
                .append(report.matched() == 1 ? " row" : " rows")
                .append(" by ")
                .append(report.groupBy())
                .toString();
    }
}
