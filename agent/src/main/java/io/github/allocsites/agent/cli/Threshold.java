// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many bytes more are too many.
 *
 * @param text as the user wrote it
 * @param percent of all bytes before; null where it is a number of bytes
 * @param bytes a number of bytes; per second where rates are compared
 */
record Threshold(String text, Double percent, double bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*(%|B|KB|MB|GB|TB|)");
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "B", 0, "KB", 10, "MB", 20, "GB", 30, "TB", 40);

    static Threshold of(String option, String text) {
        Matcher form = FORM.matcher(text.trim().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new UsageException(option + " is " + text + ", allowed: a part such as 5%, or bytes such as 10MB");
        }
        double number = Double.parseDouble(form.group(1));
        String unit = form.group(2);
        return unit.equals("%")
                ? new Threshold(text, number, 0)
                : new Threshold(text, null, number * (1L << SHIFTS.get(unit)));
    }

    /** Whether a change goes beyond it, measured by all bytes before. */
    boolean isExceeded(double change, double allBefore) {
        return change > (percent == null ? bytes : allBefore * percent / 100);
    }
}
