// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.Site;
import java.util.ArrayList;
import java.util.List;

/** What reports have in common when they are printed. */
final class Headings {
    private static final double NANOS = 1e9;

    private Headings() {}

    /** Head of the column that names rows. */
    static String of(String groupBy) {
        return groupBy.equals(GroupBy.STACK.text()) ? "site and callers" : groupBy.equals("app") ? "site" : groupBy;
    }

    /** The frames above the row's own, where these make the row. */
    static List<String> callers(Site row, String groupBy) {
        List<String> callers = new ArrayList<>();
        if (groupBy.equals(GroupBy.STACK.text()) && row.stack() != null) {
            for (String frame : row.stack()) {
                if (!callers.isEmpty() || !frame.equals(row.site())) {
                    callers.add(Names.printable(frame));
                }
            }
        }
        return callers;
    }

    /** How long a report's counts took; 0 where it does not say. */
    static double seconds(Report report) {
        return report.elapsed() == null ? 0 : report.elapsed().toNanos() / NANOS;
    }

    static String rows(int rows) {
        return rows == 1 ? "1 row" : rows + " rows";
    }
}
