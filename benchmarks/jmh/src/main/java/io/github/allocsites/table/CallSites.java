// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** So many different call sites of full depth that the table has the load that is asked for. */
@State(Scope.Benchmark)
public class CallSites {
    static final int CAPACITY_BUCKETS = 65_536;
    static final int DEPTH = 8;

    private static final long SEED = 20_260_101;

    /** Percent of the buckets. */
    @Param({"25", "50", "90"})
    private int load;

    private long[][] frames;

    CallSites(int load) {
        this.load = load;
        make();
    }

    public CallSites() {}

    /** Frame ids are as good as random. */
    @Setup
    public final void make() {
        SplittableRandom random = new SplittableRandom(SEED);
        frames = new long[(int) ((long) CAPACITY_BUCKETS * load / 100)][];
        for (int site = 0; site < frames.length; site++) {
            frames[site] = random.longs(DEPTH).toArray();
        }
    }

    int count() {
        return frames.length;
    }

    long[] frames(int site) {
        return frames[site];
    }

    /** A table that holds them all, as far as they find a bucket. */
    CallSiteTable table() {
        CallSiteTable table = new CallSiteTable(CAPACITY_BUCKETS, DEPTH);
        for (int site = 0; site < frames.length; site++) {
            table.record(site, frames[site], DEPTH, 1, 1);
        }
        return table;
    }

    /** A way of a thread through all call sites that no cache can foresee. */
    @State(Scope.Thread)
    public static class Walk {
        /** A prime that divides no number of call sites, so that the steps come to all of them. */
        private static final int STEP = 7_919;

        private int at;

        /** Threads begin at different places. */
        @Setup
        public void begin(CallSites sites, ThreadParams thread) {
            at = sites.count() / thread.getThreadCount() * thread.getThreadIndex();
        }

        int next(CallSites sites) {
            at += STEP;
            if (at >= sites.count()) {
                at -= sites.count();
            }
            return at;
        }
    }
}
