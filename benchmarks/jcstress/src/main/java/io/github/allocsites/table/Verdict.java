// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a run has shown. A shipped edge must hold in every sample; a weakened one must fail in one at least, or the test
 * of the shipped one may be blind, too.
 */
record Verdict(List<Row> rows) {
    private static final String PACKAGE = "io.github.allocsites.table.";
    private static final String WEAKENED = "Weakened";

    /**
     * One test.
     *
     * @param forks JVMs that ran it
     * @param failedForks those of them that crashed, hung or ended with an exception
     * @param samples pairs of actors that ran on a state of their own
     * @param forbidden samples whose outcome is forbidden
     * @param interesting samples that showed what happens without the edge
     */
    record Row(String test, int forks, int failedForks, long samples, long forbidden, long interesting) {
        String name() {
            return test.startsWith(PACKAGE) ? test.substring(PACKAGE.length()) : test;
        }

        Row plus(Row other) {
            return new Row(
                    test,
                    forks + other.forks,
                    failedForks + other.failedForks,
                    samples + other.samples,
                    forbidden + other.forbidden,
                    interesting + other.interesting);
        }

        /** Whether it is of a weakened edge that has not failed so far. */
        boolean isUnshown() {
            return isWeakened(test) && interesting == 0;
        }

        static boolean isWeakened(String test) {
            return test.startsWith(PACKAGE + WEAKENED);
        }

        /** Null when there is none. */
        String problem() {
            if (failedForks > 0) {
                return failedForks + " of " + forks + " JVMs failed";
            }
            if (samples == 0) {
                return "did not run";
            }
            if (forbidden > 0) {
                return "forbidden outcome";
            }
            return isUnshown() ? "never showed its failure" : null;
        }
    }

    /** One line for each test that is not as it must be, and for each that was asked for and is missing. */
    List<String> problems(Collection<String> asked) {
        List<String> problems = new ArrayList<>();
        for (Row row : rows) {
            if (row.problem() != null) {
                problems.add(row.name() + ": " + row.problem());
            }
        }
        for (String test : asked) {
            if (rows.stream().noneMatch(row -> row.test().equals(test))) {
                problems.add(test + ": is missing");
            }
        }
        return problems;
    }

    /** A table of Markdown: the shipped edges first. */
    String table() {
        StringBuilder table = new StringBuilder("| test | JVMs | samples | forbidden | interesting | |\n");
        table.append("|---|---:|---:|---:|---:|---|\n");
        for (boolean weakened : new boolean[] {false, true}) {
            for (Row row : rows) {
                if (Row.isWeakened(row.test()) == weakened) {
                    append(table, row);
                }
            }
        }
        return table.toString();
    }

    private static void append(StringBuilder table, Row row) {
        String problem = row.problem() == null ? "ok" : "**" + row.problem() + "**";
        String interesting = Row.isWeakened(row.test()) ? String.format("%,d", row.interesting()) : "-";
        table.append(String.format(
                "| %s | %d | %,d | %,d | %s | %s |%n",
                row.name(), row.forks(), row.samples(), row.forbidden(), interesting, problem));
    }
}
