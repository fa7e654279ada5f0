// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.GroupBy;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.SavedReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/** Writes a report in the format that another file's name ends like. */
final class Convert {
    private Convert() {}

    static int run(List<String> arguments, Output output) throws BadInputException {
        List<Path> files = Arguments.of(arguments, Set.of(), Set.of()).files("a report", "a file to write");
        Path target = files.get(1);
        ReportFormat format = ReportFormats.ofFile(target);
        if (format == null) {
            throw new UsageException("no format ends like " + Names.printable(target.toString()) + ", known: "
                    + String.join(", ", ReportFormats.suffixes()));
        }
        Input input = Input.read(files.get(0));
        if (input.saved().snapshot() == null) {
            throw new BadInputException(
                    input.name() + " has rows by " + input.groupBy().text()
                            + ", which name no place in the code; a dump has all, and so has groupBy=stack");
        }
        write(input.saved(), query(input), format, target);
        String lost = lost(input);
        if (lost != null) {
            output.err().println("allocsites: " + lost);
        }
        return Main.OK;
    }

    private static Query query(Input input) {
        GroupBy groupBy = input.groupBy() == GroupBy.APP ? GroupBy.APP : GroupBy.SITE;
        return new Query(Integer.MAX_VALUE, Query.ALL.sort(), List.of(), null, groupBy);
    }

    /** To a neighbouring file first: no reader meets half of one, and a failure leaves what was there. */
    private static void write(SavedReport saved, Query query, ReportFormat format, Path target)
            throws BadInputException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                format.write(saved.snapshot(), query, out);
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new BadInputException(Names.printable(target + " cannot be written: " + failed));
        }
    }

    private static String lost(Input input) {
        if (input.isPart()) {
            return input.part() + "; a limit or filters left out the rest";
        }
        if (!input.saved().groupings().contains(GroupBy.STACK)) {
            return input.name() + " does not tell the callers; a dump does, and so does groupBy=stack";
        }
        return null;
    }
}
