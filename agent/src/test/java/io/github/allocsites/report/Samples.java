// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Snapshots and rows made by hand. */
final class Samples {
    static final MemoryUse MEMORY = new MemoryUse(1_000, 900L, 2_000, 5_000L, 6_000L);

    private static final Instant SINCE = Instant.parse("2026-11-23T05:00:00Z");

    private Samples() {}

    /** A row with an id of its own; bytes and count as given. */
    static Site site(String className, String method, int line, String type, long count, long bytes) {
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        String file = simpleName + ".java";
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
                bytes / 1_000.0,
                false,
                null,
                List.of());
    }

    /** A recording snapshot whose totals are 100 events and 1,000 bytes. */
    static Snapshot snapshot(Site... sites) {
        return snapshot(SINCE, List.of(sites), parts(sites));
    }

    /** The same of parts. */
    static Snapshot snapshot(CallSite... parts) {
        return snapshot(SINCE, parts);
    }

    static Snapshot snapshot(Instant since, CallSite... parts) {
        return snapshot(
                since, List.of(parts).stream().map(CallSite::site).distinct().toList(), List.of(parts));
    }

    private static Snapshot snapshot(Instant since, List<Site> sites, List<CallSite> parts) {
        return new Snapshot(
                Status.RECORDING,
                null,
                InstalledBy.SELF_ATTACH,
                since,
                Duration.ofMillis(12_300),
                new Totals(100, 1_000, 1_010L, 0.99),
                MEMORY,
                new TableUse(65_536, 3, 0, 4_096),
                new AgentUse(
                        "0.1.0",
                        10,
                        1,
                        2,
                        300,
                        8_192,
                        65_536,
                        3_000_000,
                        16_384,
                        2_500_000_000L,
                        40,
                        200_000_000L,
                        3.5),
                sites,
                parts);
    }

    /** Each row by one stack: the row itself, called by the method main of the class com.acme.Main. */
    static List<CallSite> parts(Site... sites) {
        Frame main = new Frame("com.acme.Main", "main", "Main.java", 7);
        List<CallSite> parts = new ArrayList<>();
        for (Site site : sites) {
            Frame top = new Frame(site.className(), site.method(), site.file(), site.line());
            parts.add(new CallSite(site, List.of(top, main), main, site.count(), site.bytes(), false, null));
        }
        return parts;
    }

    static Snapshot notInstalled(String reason) {
        MemoryUse memory = new MemoryUse(1_000, null, 2_000, null, null);
        return new Snapshot(
                Status.NOT_INSTALLED, reason, null, null, null, null, memory, null, null, List.of(), List.of());
    }

    static Query query(String limit, String sort, String packages, String type, String groupBy) {
        return Query.parse(limit, sort, packages, type, groupBy);
    }
}
