// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Every format there is. */
public final class ReportFormats {
    /** A new format is one writer and one word here. */
    private static final List<ReportFormat> ALL = List.of(
            new JsonWriter(),
            new PprofWriter(),
            new CollapsedWriter(),
            new FlameGraphWriter(),
            new DhatWriter(),
            new CsvWriter());

    /** JSON for files holds every stack, so that the other formats can be made of it later. */
    private static final ReportFormat JSON_FILE = new JsonDump();

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

    /**
     * The format that a file's name ends like, in whatever case, or null when there is none. The longest suffix counts:
     * one may be the end of another.
     */
    public static ReportFormat ofFile(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        ReportFormat found = null;
        for (ReportFormat format : ALL) {
            boolean isLonger =
                    found == null || format.suffix().length() > found.suffix().length();
            if (name.endsWith(format.suffix()) && isLonger) {
                found = format;
            }
        }
        return found instanceof JsonWriter ? JSON_FILE : found;
    }

    /** The names of all formats. */
    public static List<String> names() {
        return ALL.stream().map(ReportFormat::name).toList();
    }

    /** The suffixes of all formats. */
    public static List<String> suffixes() {
        return ALL.stream().map(ReportFormat::suffix).toList();
    }
}
