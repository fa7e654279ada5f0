// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns as wide as what stands in them; a column where nothing stands is left out. The last one is not padded, and
 * not bounded: a name is never cut.
 */
final class Table {
    private static final String GAP = "  ";

    private final String[] heads;
    private final boolean[] isNumber;
    private final List<Line> lines = new ArrayList<>();

    private record Line(String[] cells, List<String> below) {}

    /** Heads of the columns; one that begins with {@code >} stands above numbers, which end alike. */
    Table(String... heads) {
        this.heads = new String[heads.length];
        this.isNumber = new boolean[heads.length];
        for (int i = 0; i < heads.length; i++) {
            isNumber[i] = heads[i].startsWith(">");
            this.heads[i] = isNumber[i] ? heads[i].substring(1) : heads[i];
        }
    }

    void add(String... cells) {
        lines.add(new Line(cells, List.of()));
    }

    /** A line with more lines below its last column. */
    void add(List<String> below, String... cells) {
        lines.add(new Line(cells, below));
    }

    void print(PrintStream out) {
        int[] widths = widths();
        print(out, heads, widths);
        for (Line line : lines) {
            int begin = print(out, line.cells, widths);
            for (String text : line.below) {
                out.println(" ".repeat(begin) + GAP + text);
            }
        }
    }

    private int[] widths() {
        int[] widths = new int[heads.length];
        for (Line line : lines) {
            for (int i = 0; i < heads.length; i++) {
                widths[i] = Math.max(widths[i], line.cells[i].codePointCount(0, line.cells[i].length()));
            }
        }
        for (int i = 0; i < heads.length; i++) {
            widths[i] = widths[i] == 0 ? 0 : Math.max(widths[i], heads[i].length());
        }
        return widths;
    }

    /** Where the last column begins. */
    private int print(PrintStream out, String[] cells, int[] widths) {
        StringBuilder text = new StringBuilder();
        int begin = 0;
        for (int i = 0; i < cells.length; i++) {
            if (widths[i] == 0) {
                continue;
            }
            begin = text.length();
            String padding = " ".repeat(widths[i] - cells[i].codePointCount(0, cells[i].length()));
            text.append(isNumber[i] ? padding + cells[i] : cells[i] + padding).append(GAP);
        }
        out.println(text.toString().stripTrailing());
        return begin;
    }
}
