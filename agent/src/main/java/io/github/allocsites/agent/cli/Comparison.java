// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.Report;
import java.util.Comparator;
import java.util.List;

/**
 * Two reports, place by place.
 *
 * @param scaleBefore what makes the numbers of the first comparable: 1, or by the second
 * @param scaleAfter what makes the numbers of the second comparable
 */
record Comparison(Report before, Report after, double scaleBefore, double scaleAfter, List<Change> changes) {

    double bytesBefore() {
        return before.totals().bytes() * scaleBefore;
    }

    double bytesAfter() {
        return after.totals().bytes() * scaleAfter;
    }

    double countBefore() {
        return before.totals().count() * scaleBefore;
    }

    double countAfter() {
        return after.totals().count() * scaleAfter;
    }

    /** The place with the most bytes more; null when there is no place at all. */
    Change worst() {
        return changes.stream().max(Comparator.comparingDouble(Change::bytes)).orElse(null);
    }
}
