// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.List;

/** Every format there is. */
public final class ReportFormats {
    /** A new format is one writer and one word here. */
    private static final List<ReportFormat> ALL = List.of(new JsonWriter());

    private ReportFormats() {}

    /** The format of a name, or null when there is none. */
    public static ReportFormat named(String name) {
        for (ReportFormat format : ALL) {
            if (format.name().equals(name)) {
                return format;
            }
        }
        return null;
    }
}
