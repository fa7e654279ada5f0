// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event of {@link #HOT_PROBES} probes in turns, spread evenly over all that have fired. Were all of them run in
 * turns, the processor would wait for their code, with the agent or without, and not for the stores.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ManySitesBenchmark {
    private static final int HOT_PROBES = 1_000;

    /** More than compilers wait for, of each class: a warm-up by time would end earlier with the agent. */
    private static final int CALLS_UNTIL_COMPILED = 20_000;

    @Param({"1000", "10000", "100000"})
    private int probes;

    private final Sites[] hot = new Sites[HOT_PROBES / Sites.LINES];
    private int next;

    /** Probes get their counters in the order of their first events, so that those of the hot ones lie far apart. */
    @Setup
    public void fireAll() {
        Agent.require();
        Sites[] all = SiteClasses.define(probes / Sites.LINES);
        for (Sites each : all) {
            each.chain();
        }
        for (int i = 0; i < hot.length; i++) {
            hot[i] = all[i * (all.length / hot.length)];
        }
        for (int call = 0; call < hot.length * CALLS_UNTIL_COMPILED; call++) {
            event();
        }
    }

    @Benchmark
    @OperationsPerInvocation(Sites.LINES)
    public Object event() {
        next = next + 1 < hot.length ? next + 1 : 0;
        return hot[next].chain();
    }
}
