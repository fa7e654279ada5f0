// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.CallSites.Walk;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One record of a call site that is known, in the table and in the rival map. The baseline twin reads the frames and
 * computes their hash.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TableBenchmark {
    private static final int BYTES = 24;

    /** The table, filled. */
    @State(Scope.Benchmark)
    public static class Filled {
        private CallSiteTable table;

        @Setup
        public void fill(CallSites sites) {
            table = sites.table();
        }
    }

    /** The map, filled. */
    @State(Scope.Benchmark)
    public static class FilledRival {
        private final Rival rival = new Rival();

        @Setup
        public void fill(CallSites sites) {
            for (int site = 0; site < sites.count(); site++) {
                rival.record(site, sites.frames(site), 1, BYTES);
            }
        }
    }

    @Benchmark
    public long baselineHash(CallSites sites, Walk walk) {
        int site = walk.next(sites);
        return FrameHash.of(site, sites.frames(site), CallSites.DEPTH);
    }

    @Benchmark
    public Result record(CallSites sites, Walk walk, Filled filled) {
        int site = walk.next(sites);
        return filled.table.record(site, sites.frames(site), CallSites.DEPTH, 1, BYTES);
    }

    @Benchmark
    public void rival(CallSites sites, Walk walk, FilledRival filled) {
        int site = walk.next(sites);
        filled.rival.record(site, sites.frames(site), 1, BYTES);
    }
}
