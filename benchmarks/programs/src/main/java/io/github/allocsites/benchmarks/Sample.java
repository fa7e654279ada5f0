// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Ratios of pairs: their median, and how far they lie apart. */
record Sample(double median, double least, double most, int pairs) {

    static Sample of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Sample(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** The median and, in brackets, the least and the most. */
    String text() {
        return String.format(Locale.ROOT, "%.3f (%.2f-%.2f)", median, least, most);
    }
}
