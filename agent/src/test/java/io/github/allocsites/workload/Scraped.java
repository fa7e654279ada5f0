// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.CumulativePprof;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Scraped three times, as a collector does it: between the first two it allocates, before the third it resets, too. */
public final class Scraped {
    /** Arrays between the first two scrapes. */
    public static final int BETWEEN = 12_345;

    /** Arrays after the reset. */
    public static final int AFTER_RESET = 55;

    private static Object kept;

    private Scraped() {}

    /** Argument: the folder of the profiles. */
    public static void main(String[] arguments) throws IOException {
        CumulativePprof writer = new CumulativePprof();
        Path folder = Path.of(arguments[0]);
        allocate(1_000, 1);
        scrape(writer, folder.resolve("first.pb.gz"), "first");
        allocate(BETWEEN, 20); // by more stacks than before, so that shares change
        scrape(writer, folder.resolve("second.pb.gz"), "second");
        AllocSites.reset();
        allocate(AFTER_RESET, 3);
        scrape(writer, folder.resolve("third.pb.gz"), "third");
    }

    private static void scrape(CumulativePprof writer, Path file, String name) throws IOException {
        Snapshot snapshot = AllocSites.snapshot();
        try (OutputStream out = Files.newOutputStream(file)) {
            writer.write(snapshot, Query.ALL, out);
        }
        System.out.println(name + "=" + snapshot.totals().count());
    }

    private static void allocate(int times, int ways) {
        Map<Integer, Object> some = new HashMap<>();
        for (int time = 0; time < times; time++) {
            descend(time % ways);
            some.put(time % 100, kept);
        }
    }

    private static void descend(int depth) {
        if (depth == 0) {
            array();
        } else {
            descend(depth - 1);
        }
    }

    private static void array() {
        kept = new long[1_000];
    }
}
