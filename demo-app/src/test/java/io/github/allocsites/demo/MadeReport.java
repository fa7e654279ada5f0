// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import io.github.allocsites.report.AgentUse;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.MemoryUse;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import io.github.allocsites.report.TableUse;
import io.github.allocsites.report.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Snapshots of applications that nobody wants to write. */
final class MadeReport {
    private static final int DEPTH = 8;

    private final List<Site> sites = new ArrayList<>();
    private final List<CallSite> parts = new ArrayList<>();

    private MadeReport() {}

    /** This many places, each a line of the application with a stack of eight frames; few large ones, many small. */
    static Snapshot ofSites(int count) {
        MadeReport report = new MadeReport();
        for (int i = 0; i < count; i++) {
            String className = "com.acme.module" + i % 97 + ".part" + i % 7 + ".Service" + i % 2_003;
            Frame frame = new Frame(className, "method" + i, "Service" + i % 2_003 + ".java", i % 900 + 1);
            report.add(i, frame, i % 3 == 0 ? "byte[]" : "java.lang.String", 4_000_000_000L / (i + 1) + i);
        }
        return report.snapshot();
    }

    /** One place for each name: the class, the method and the file are called so, and the type. */
    static Snapshot ofNames(List<String> names) {
        MadeReport report = new MadeReport();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            report.add(i, new Frame("hostile." + name, name, name, i + 1), name, 1_000_000L - i);
        }
        return report.snapshot();
    }

    private void add(int number, Frame frame, String type, long bytes) {
        Site site = new Site(
                String.format("%016x", number),
                frame.toString(),
                frame.className(),
                frame.method(),
                frame.file(),
                frame.line(),
                type,
                bytes / 40 + 1,
                bytes,
                0,
                false,
                null,
                List.of());
        List<Frame> stack = new ArrayList<>(List.of(frame));
        for (int depth = 1; depth < DEPTH; depth++) {
            stack.add(new Frame("com.acme.Caller" + (number >> 2 * (DEPTH - depth)), "call", "Caller.java", depth));
        }
        sites.add(site);
        parts.add(new CallSite(site, stack, frame, site.count(), bytes, false, null));
    }

    private Snapshot snapshot() {
        long count = sites.stream().mapToLong(Site::count).sum();
        long bytes = sites.stream().mapToLong(Site::bytes).sum();
        return new Snapshot(
                Status.RECORDING,
                null,
                InstalledBy.JAVAAGENT,
                Instant.parse("2026-11-23T05:00:00Z"),
                Duration.ofMinutes(5),
                new Totals(count, bytes, bytes, 1.0),
                new MemoryUse(100_000_000, 80_000_000L, 200_000_000, 400_000_000L, 500_000_000L),
                new TableUse(65_536, sites.size(), 0, 6_291_456),
                new AgentUse("0", 1, 0, 0, sites.size(), 1, 64_000_000, 1, 1, 1, 1, 1, 0),
                sites,
                parts);
    }
}
