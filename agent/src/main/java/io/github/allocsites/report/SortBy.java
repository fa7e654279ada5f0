// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.Comparator;

/** The order of a report's rows: largest first, equal rows by id, so that every process gives the same order. */
public enum SortBy {
    /** Most bytes first. */
    BYTES(Comparator.comparingLong(Site::bytes).thenComparingLong(Site::count)),
    /** Most events first. */
    COUNT(Comparator.comparingLong(Site::count).thenComparingLong(Site::bytes));

    private final Comparator<Site> order;

    SortBy(Comparator<Site> ascending) {
        order = ascending.reversed().thenComparing(Site::id);
    }

    Comparator<Site> order() {
        return order;
    }
}
