// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.Site;

/**
 * One place in two reports.
 *
 * @param before its row in the first; null when it has none
 * @param after its row in the second; null when it has none
 * @param scaleBefore what makes the numbers of the first comparable
 * @param scaleAfter what makes the numbers of the second comparable
 */
record Change(Site before, Site after, double scaleBefore, double scaleAfter) {

    /** The row to name it by. */
    Site row() {
        return after == null ? before : after;
    }

    double bytesBefore() {
        return before == null ? 0 : before.bytes() * scaleBefore;
    }

    double bytesAfter() {
        return after == null ? 0 : after.bytes() * scaleAfter;
    }

    double countBefore() {
        return before == null ? 0 : before.count() * scaleBefore;
    }

    double countAfter() {
        return after == null ? 0 : after.count() * scaleAfter;
    }

    double bytes() {
        return bytesAfter() - bytesBefore();
    }

    double count() {
        return countAfter() - countBefore();
    }

    /** What happened to the place itself; empty when it is where it was. */
    String mark() {
        if (before == null) {
            return "new";
        }
        if (after == null) {
            return "gone";
        }
        boolean isMoved =
                before.line() != null && after.line() != null && !before.line().equals(after.line());
        return isMoved ? "moved " + before.line() + " -> " + after.line() : "";
    }
}
