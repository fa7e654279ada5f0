// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Report;
import io.github.allocsites.report.SavedReport;
import io.github.allocsites.report.SortBy;
import io.github.allocsites.report.UnreadableReportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file and the report in it.
 *
 * @param name the file as the user named it
 */
record Input(String name, SavedReport saved) {

    /**
     * Reads a file.
     *
     * @throws BadInputException when it holds no report, or one of a process where nothing was recorded
     */
    static Input read(Path file) throws BadInputException {
        String name = Names.printable(file.toString());
        SavedReport saved;
        try {
            saved = SavedReport.read(file);
        } catch (UnreadableReportException unreadable) {
            throw new BadInputException(name + " " + Names.printable(unreadable.getMessage()));
        } catch (IOException failed) {
            throw new BadInputException(
                    name + " cannot be read: " + Names.printable(String.valueOf(failed.getMessage())));
        } catch (OutOfMemoryError tooLarge) {
            throw new BadInputException(name + " does not fit into memory; java -Xmx gives more");
        }
        if (saved.report().totals() == null) {
            throw new BadInputException(name + " holds no counts, nothing was recorded: "
                    + Names.printable(String.valueOf(saved.report().reason())));
        }
        return new Input(name, saved);
    }

    GroupBy groupBy() {
        return GroupBy.valueOf(saved.report().groupBy().toUpperCase(Locale.ROOT));
    }

    Report report(GroupBy groupBy, SortBy sort, int limit) throws BadInputException {
        if (!saved.groupings().contains(groupBy)) {
            throw new BadInputException(name + " has rows by " + saved.report().groupBy()
                    + ", which cannot be grouped by " + groupBy.text());
        }
        return saved.report(groupBy, sort, limit);
    }

    /** Whether a limit or a filter left rows out when the file was written. */
    boolean isPart() {
        return saved.rowBytes() != saved.report().totals().bytes();
    }

    /** How much of everything its rows hold. */
    String part() {
        double all = saved.report().totals().bytes();
        return name + " holds " + Headings.rows(saved.report().returned()) + " with "
                + Amounts.share(saved.rowBytes() / all) + " of the bytes";
    }
}
