// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.List;

/**
 * Classes that the agent left as they were, wholly or in part, and what the oracle says they allocate.
 *
 * @param reasons the agent's own lines: class name, colon, reason
 */
record LeftOut(List<String> reasons, Rows oracle) {
    List<String> lines() {
        return reasons.stream()
                .map(reason -> reason + ": " + of(className(reason)).bytes() + " bytes by the oracle")
                .toList();
    }

    /** Of all bytes. */
    double share() {
        long bytes = reasons.stream()
                .map(LeftOut::className)
                .distinct()
                .mapToLong(name -> of(name).bytes())
                .sum();
        return (double) bytes / oracle.total().bytes();
    }

    private Sum of(String className) {
        return oracle.only(row -> row.className().equals(className)).total();
    }

    private static String className(String reason) {
        return reason.substring(0, reason.indexOf(':')).replace('/', '.');
    }
}
