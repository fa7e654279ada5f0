// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Period;
import io.github.allocsites.report.Query;

/** What a read was asked for, as text. */
record ReadRequest(
        String limit,
        String sort,
        String packages,
        String type,
        String groupBy,
        String value,
        String seconds,
        String since) {

    /** One that chooses no rows. */
    static ReadRequest of(String seconds, String since) {
        return new ReadRequest(null, null, null, null, null, null, seconds, since);
    }

    /**
     * Both parts, before anybody waits for a window.
     *
     * @throws IllegalQueryException when a parameter has a wrong value
     */
    Parsed parse() {
        return new Parsed(Query.parse(limit, sort, packages, type, groupBy, value), Period.parse(seconds, since));
    }

    boolean hasLimit() {
        return limit != null && !limit.isBlank();
    }

    /** Whether only a window, or what came since a mark, is asked for. */
    boolean isDifference() {
        return seconds != null && !seconds.isBlank() || since != null && !since.isBlank();
    }

    /** Rows and time. */
    record Parsed(Query query, Period period) {}
}
