// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import io.github.allocsites.table.ProbeLengths;
import io.github.allocsites.table.TableBenchmark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The call-site table at several loads beside a map of the JDK's. */
final class TableSection implements Section {
    private static final List<Integer> LOADS = List.of(25, 50, 90);
    private static final int MOST_THREADS = 2;

    private static Trial trial(String method, int load, int threads) {
        return Trial.of(TableBenchmark.class, method).with("load", load).threads(threads);
    }

    @Override
    public List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (int load : LOADS) {
            for (int threads = 1; threads <= MOST_THREADS; threads++) {
                trials.add(trial("baselineHash", load, threads));
                trials.add(trial("record", load, threads));
                trials.add(trial("rival", load, threads));
            }
        }
        return trials;
    }

    @Override
    public String text(Map<Trial, Measured> measured) {
        return "## Call-site table\n\nOne record of a known call site of eight frames; beside it the hash alone, and a"
                + " ConcurrentHashMap from call sites to LongAdders.\n\n"
                + costs(measured)
                + "Buckets a record of a known call site looks at:\n\n"
                + lengths();
    }

    private static MarkdownTable costs(Map<Trial, Measured> measured) {
        MarkdownTable table = new MarkdownTable(
                "load, %",
                "threads",
                "hash, ns/op",
                "table, ns/op",
                "map, ns/op",
                "table by hash",
                "map by table",
                "hash, B/op",
                "table, B/op",
                "map, B/op");
        for (int load : LOADS) {
            for (int threads = 1; threads <= MOST_THREADS; threads++) {
                Measured hash = measured.get(trial("baselineHash", load, threads));
                Measured record = measured.get(trial("record", load, threads));
                Measured rival = measured.get(trial("rival", load, threads));
                table.row(
                        load,
                        threads,
                        hash.time(),
                        record.time(),
                        rival.time(),
                        record.ratioTo(hash),
                        rival.ratioTo(record),
                        hash.allocated(),
                        record.allocated(),
                        rival.allocated());
            }
        }
        return table;
    }

    private static MarkdownTable lengths() {
        MarkdownTable table =
                new MarkdownTable("load, %", "call sites", "occupied buckets", "dropped call sites", "mean", "most");
        for (int load : LOADS) {
            ProbeLengths found = ProbeLengths.atLoad(load);
            table.row(
                    load, found.callSites(), found.occupiedBuckets(), found.droppedSites(), found.mean(), found.most());
        }
        return table;
    }
}
