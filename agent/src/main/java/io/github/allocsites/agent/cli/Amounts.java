// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import java.util.Locale;

/**
 * Numbers for people. Units are of 1024, as everywhere here.
 *
 * @param exact whether bytes are written out
 * @param perSecond whether numbers are rates
 */
record Amounts(boolean exact, boolean perSecond) {
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};
    private static final int UNIT = 1024;

    private static final int THOUSAND = 1000;

    /** From here on tenths would round to a fourth digit. */
    private static final double WHOLE = 999.95;

    String bytes(double bytes) {
        return exact ? grouped(bytes) : units(bytes);
    }

    String count(double count) {
        return grouped(count);
    }

    /** With its sign. */
    String change(double change, boolean isBytes) {
        String amount = isBytes ? bytes(Math.abs(change)) : count(Math.abs(change));
        return (change < 0 ? "-" : change > 0 ? "+" : "") + amount;
    }

    private String grouped(double number) {
        boolean isSmallRate = perSecond && Math.abs(number) < THOUSAND && number != Math.rint(number);
        return isSmallRate
                ? String.format(Locale.ROOT, "%.1f", number)
                : String.format(Locale.ROOT, "%,d", Math.round(number));
    }

    static String units(double bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= UNIT && unit < UNITS.length - 1) {
            amount /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || amount >= WHOLE ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** After by before; what is new or gone has no ratio. */
    static String ratio(double before, double after) {
        double ratio = after / before;
        return String.format(Locale.ROOT, ratio < 100 ? "x%.2f" : "x%.0f", ratio);
    }

    /** What a change is of what was before, such as {@code +1.5 %}; empty where there was nothing. */
    static String percent(double before, double after) {
        return before == 0 ? "" : String.format(Locale.ROOT, "%+.1f %%", 100 * (after - before) / before);
    }

    static String share(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%,.1f s", seconds);
    }
}
