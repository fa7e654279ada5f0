// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.nio.file.Path;
import java.util.List;

/**
 * What the oracle has to say about a workload.
 *
 * <p>Its recordings are not always whole: an interval of one byte is a mean, HotSpot draws the next sample
 * geometrically (threadHeapSampler.cpp), and about one object of 16 bytes in three million is passed over. A recording
 * can miss objects but has none too many, so the larger of several is nearer to the truth; the JVM's own count of the
 * thread says when nothing is missing any more. No figure of the agent's comes into it.
 *
 * @param difference what twice as many repetitions allocate more
 * @param allocatedBytes the bytes of that by the JVM's own count
 * @param results of both runs
 * @param recordings that were needed of each
 */
record OracleRuns(Rows difference, long allocatedBytes, List<Long> results, int recordings) {
    private static final int MOST_RECORDINGS = 6;

    static OracleRuns of(Jdk jdk, String workload, int repetitions, Path library, Path folder) throws Exception {
        return of(jdk, workload, repetitions, library, folder, false);
    }

    static OracleRuns byStack(Jdk jdk, String workload, int repetitions, Path library, Path folder) throws Exception {
        return of(jdk, workload, repetitions, library, folder, true);
    }

    private static OracleRuns of(Jdk jdk, String workload, int repetitions, Path library, Path folder, boolean byStack)
            throws Exception {
        Rows once = new Rows();
        Rows twice = new Rows();
        OracleRuns runs = null;
        for (int recordings = 1; recordings <= MOST_RECORDINGS; recordings++) {
            Run single = Run.underOracle(jdk, workload, repetitions, library, folder, byStack);
            Run twofold = Run.underOracle(jdk, workload, 2 * repetitions, library, folder, byStack);
            once = once.larger(single.rows());
            twice = twice.larger(twofold.rows());
            long allocatedBytes = twofold.allocatedBytes() - single.allocatedBytes();
            List<Long> results = List.of(single.result(), twofold.result());
            runs = new OracleRuns(twice.minus(once), allocatedBytes, results, recordings);
            if (runs.difference.total().bytes() == allocatedBytes) {
                return runs;
            }
        }
        return runs;
    }
}
