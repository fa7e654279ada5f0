// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.Locale;

/** Writes a table line by line. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    MarkdownTable(String... heads) {
        row((Object[]) heads);
        text.append("|").append("---|".repeat(heads.length)).append("\n");
    }

    /** Numbers with a fraction get two digits of it. */
    void row(Object... cells) {
        text.append("|");
        for (Object cell : cells) {
            text.append(" ")
                    .append(cell instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : cell)
                    .append(" |");
        }
        text.append("\n");
    }

    @Override
    public String toString() {
        return text + "\n";
    }
}
