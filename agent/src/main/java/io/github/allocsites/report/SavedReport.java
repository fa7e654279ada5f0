// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A report that was written as JSON, read back: a dump file, or what the endpoint answered by any grouping.
 *
 * <p>How much it can still tell depends on its rows:
 *
 * <pre>
 *   rows by            can be grouped by             knows of stacks
 *   site, in a dump    everything                    all of them
 *   site               site, method, class, type     no callers: a row's one stack is not that of all its events
 *   stack              stack, site, method, ...      all of them
 *   app                app                           the application's frame
 *   method, class,     the same                      nothing
 *   type
 * </pre>
 *
 * @param report the report as it was written
 * @param snapshot the same as a snapshot, with the stacks it knows of; null where its rows name no place in the code
 * @param groupings what its rows can be grouped by
 */
public record SavedReport(Report report, Snapshot snapshot, List<GroupBy> groupings) {

    public SavedReport {
        groupings = List.copyOf(groupings);
    }

    /**
     * Reads a file.
     *
     * @throws UnreadableReportException when it holds no report, or half of one, or cannot be read at all
     */
    public static SavedReport read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UnreadableReportException("is a directory");
        }
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new UnreadableReportException("does not exist");
        } catch (AccessDeniedException refused) {
            throw new UnreadableReportException("may not be read");
        }
        return read(content);
    }

    /**
     * Reads JSON in UTF-8.
     *
     * @throws UnreadableReportException when it is no report
     */
    public static SavedReport read(byte[] content) throws UnreadableReportException {
        if (content.length == 0) {
            throw new UnreadableReportException("is empty");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new UnreadableReportException("is not JSON: it is not even text in UTF-8");
        }
        // some tools put a byte order mark before what they save
        return ReportReader.read(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /**
     * Its rows grouped, sorted and limited.
     *
     * @throws IllegalArgumentException when its rows cannot be grouped so
     */
    public Report report(GroupBy groupBy, SortBy sort, int limit) {
        if (!groupings.contains(groupBy)) {
            throw new IllegalArgumentException("rows by " + report.groupBy() + " cannot be grouped by " + groupBy);
        }
        if (!groupBy.text().equals(report.groupBy())) {
            return Report.of(snapshot, new Query(limit, sort, List.of(), null, groupBy));
        }
        List<Site> rows =
                report.sites().stream().sorted(sort.order()).limit(limit).toList();
        return report.with(rows);
    }

    /** Bytes of all its rows: less than its total where a limit or a filter left rows out. */
    public long rowBytes() {
        return report.sites().stream().mapToLong(Site::bytes).sum();
    }
}
