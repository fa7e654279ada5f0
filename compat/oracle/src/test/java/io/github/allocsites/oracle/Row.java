// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import io.github.allocsites.report.SiteId;

/**
 * Where something is allocated, and what.
 *
 * @param line {@link #NO_LINE} where the class does not say
 * @param type as {@link Class#getTypeName()} has it
 */
record Row(String className, String method, int line, String type) {
    static final int NO_LINE = -1;

    /** A row whose names have lost the numbers that differ from run to run. */
    static Row of(String className, String method, int line, String type) {
        return new Row(SiteId.normalise(className), SiteId.normalise(method), line, SiteId.normalise(type));
    }

    @Override
    public String toString() {
        return className + '.' + method + (line == NO_LINE ? "" : ":" + line) + ' ' + type;
    }
}
