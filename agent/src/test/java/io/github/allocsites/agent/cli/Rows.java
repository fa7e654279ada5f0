// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormats;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows and reports made by hand. */
final class Rows {
    private static final Frame MAIN = new Frame("com.acme.Main", "main", "Main.java", 7);

    private Rows() {}

    static Site row(String className, String method, int line, String type, long count, long bytes) {
        String file = className.substring(className.lastIndexOf('.') + 1) + ".java";
        return new Site(
                SiteId.text(SiteId.of(className, method, "()V", line, type)),
                className + "." + method + "(" + file + ":" + line + ")",
                className,
                method,
                file,
                line,
                type,
                count,
                bytes,
                0,
                false,
                null,
                List.of());
    }

    /** Of one method and type. */
    static Site line(int line, long bytes) {
        return row("com.acme.Order", "parse", line, "byte[]", 1, bytes);
    }

    /** Each row called by main. */
    static Snapshot snapshot(Duration elapsed, Site... rows) {
        long count = 0;
        long bytes = 0;
        for (Site row : rows) {
            count += row.count();
            bytes += row.bytes();
        }
        List<Site> sites = new ArrayList<>();
        List<CallSite> parts = new ArrayList<>();
        for (Site row : rows) {
            Site site = withShare(row, (double) row.bytes() / bytes);
            Frame top = new Frame(row.className(), row.method(), row.file(), row.line());
            sites.add(site);
            parts.add(new CallSite(site, List.of(top, MAIN), MAIN, row.count(), row.bytes(), false, null));
        }
        return new Snapshot(
                Status.RECORDING,
                null,
                InstalledBy.JAVAAGENT,
                Instant.parse("2026-11-23T05:00:00Z"),
                elapsed,
                new Totals(count, bytes, bytes, 1.0),
                new MemoryUse(1, 2L, 3, 4L, 5L),
                new TableUse(64, 1, 0, 4096),
                new AgentUse("1", 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1),
                sites,
                parts);
    }

    private static Site withShare(Site row, double share) {
        return new Site(
                row.id(),
                row.site(),
                row.className(),
                row.method(),
                row.file(),
                row.line(),
                row.type(),
                row.count(),
                row.bytes(),
                share,
                false,
                null,
                List.of());
    }

    static Path write(Path file, Snapshot snapshot, Query query) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ReportFormats.ofFile(file).write(snapshot, query, out);
        }
        return file;
    }

    static Path dump(Path file, Duration elapsed, Site... rows) throws IOException {
        return write(file, snapshot(elapsed, rows), Query.ALL);
    }
}
