// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.Locale;

/** What makes one row of a report. */
public enum GroupBy {
    /** The first frame of the application above what was allocated: everything it caused in libraries and the JDK. */
    APP,
    /** One allocating instruction with one stack. */
    STACK,
    /** One allocating instruction: class, method, line and allocated type. */
    SITE,
    /** One method, overloads together. */
    METHOD,
    /** One class that allocates. */
    CLASS,
    /** One allocated type. */
    TYPE;

    /** The name in queries and reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
