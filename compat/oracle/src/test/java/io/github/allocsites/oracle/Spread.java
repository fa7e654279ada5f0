// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Several runs of the same: what they have in common, and how far they are apart. */
record Spread(List<Rows> runs) {
    Set<Row> keys() {
        Set<Row> keys = new HashSet<>();
        runs.forEach(rows -> keys.addAll(rows.keys()));
        return keys;
    }

    /** Whether all runs have the same events and bytes. */
    boolean repeats(Row row) {
        return of(row).stream().distinct().count() == 1;
    }

    /** Whether neither events nor bytes of a row are all below or all above those of other runs. */
    boolean meets(Row row, Spread other) {
        return meets(row, other, Sum::count) && meets(row, other, Sum::bytes);
    }

    private boolean meets(Row row, Spread other, ToLongFunction<Sum> figure) {
        return least(row, figure) <= other.most(row, figure) && most(row, figure) >= other.least(row, figure);
    }

    private long least(Row row, ToLongFunction<Sum> figure) {
        return of(row).stream().mapToLong(figure).min().orElseThrow();
    }

    private long most(Row row, ToLongFunction<Sum> figure) {
        return of(row).stream().mapToLong(figure).max().orElseThrow();
    }

    List<Sum> of(Row row) {
        return runs.stream().map(rows -> rows.of(row)).toList();
    }

    /** Of a run, on average. */
    double bytes() {
        return bytes(row -> true);
    }

    /** The same of some rows. */
    double bytes(Predicate<Row> of) {
        return runs.stream()
                .mapToLong(rows -> rows.only(of).total().bytes())
                .average()
                .orElseThrow();
    }
}
