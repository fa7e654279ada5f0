// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import io.github.allocsites.report.SiteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Rows of a run, or of what one run has more than another. */
final class Rows {
    private final Map<Row, Sum> sums = new HashMap<>();

    /** Those that {@link io.github.allocsites.oracle.workload.Main} wrote. */
    static Rows read(Path file) throws IOException {
        Rows rows = new Rows();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t");
            Row row = Row.of(cells[0], cells[1], Integer.parseInt(cells[2]), cells[3]);
            rows.add(row, new Sum(Long.parseLong(cells[4]), Long.parseLong(cells[5])));
        }
        return rows;
    }

    /** The same of stacks: type, count, bytes and frames. */
    static Rows readStacks(Path file) throws IOException {
        Rows rows = new Rows();
        for (String line : Files.readAllLines(file)) {
            String[] cells = line.split("\t");
            Row row = Stacks.row(Arrays.stream(cells).skip(3), SiteId.normalise(cells[0]));
            rows.add(row, new Sum(Long.parseLong(cells[1]), Long.parseLong(cells[2])));
        }
        return rows;
    }

    void add(Row row, Sum sum) {
        sums.merge(row, sum, Sum::plus);
    }

    /** For each row the larger of two sums. */
    Rows larger(Rows other) {
        Rows larger = new Rows();
        larger.sums.putAll(sums);
        other.sums.forEach((row, sum) ->
                larger.sums.merge(row, sum, (one, another) -> one.count() >= another.count() ? one : another));
        return larger;
    }

    Rows minus(Rows other) {
        Rows rest = new Rows();
        Set<Row> either = new HashSet<>(sums.keySet());
        either.addAll(other.sums.keySet());
        for (Row row : either) {
            Sum sum = of(row).minus(other.of(row));
            if (!sum.equals(Sum.NONE)) {
                rest.add(row, sum);
            }
        }
        return rest;
    }

    Rows only(Predicate<Row> wanted) {
        Rows some = new Rows();
        sums.forEach((row, sum) -> {
            if (wanted.test(row)) {
                some.add(row, sum);
            }
        });
        return some;
    }

    /** The same sums under other rows; those that become one are added up. */
    Rows mapped(UnaryOperator<Row> other) {
        Rows mapped = new Rows();
        sums.forEach((row, sum) -> mapped.add(other.apply(row), sum));
        return mapped;
    }

    Sum of(Row row) {
        return sums.getOrDefault(row, Sum.NONE);
    }

    Sum total() {
        return sums.values().stream().reduce(Sum.NONE, Sum::plus);
    }

    Set<Row> keys() {
        return sums.keySet();
    }

    /** Most bytes first; rows with as many in a fixed order. */
    List<Row> largest() {
        return sums.keySet().stream()
                .sorted(Comparator.comparingLong((Row row) -> -of(row).bytes()).thenComparing(Row::toString))
                .toList();
    }
}
