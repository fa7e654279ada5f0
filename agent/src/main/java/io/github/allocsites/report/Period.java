// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * The time that a read is about: since the last reset, since a mark, or some seconds that begin with the read.
 *
 * @param seconds 1..60; 0 for no such window
 * @param mark id of a mark; null for none
 */
public record Period(int seconds, String mark) {
    /** Shortest and longest window. */
    public static final int MIN_SECONDS = 1;

    public static final int MAX_SECONDS = 60;

    /** Since the last reset. */
    public static final Period EPOCH = new Period(0, null);

    /**
     * @throws IllegalArgumentException when seconds are out of range, or both are given
     */
    public Period {
        if (seconds < 0 || seconds > MAX_SECONDS || seconds > 0 && mark != null) {
            throw new IllegalArgumentException("seconds is " + seconds + ", mark is " + mark);
        }
    }

    /**
     * Reads a period as users write it. What is null or blank is not asked for.
     *
     * @param seconds 1..60
     * @param since id of a mark
     * @throws IllegalQueryException when seconds are out of range, or both are given; it says what is allowed
     */
    public static Period parse(String seconds, String since) {
        return QueryParser.period(seconds, since);
    }
}
