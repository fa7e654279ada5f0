// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Draining and reading when {@link #probes} probes have fired, beside those of the JDK and of JMH. The baseline twin
 * copies as many counts and bytes from one array to another. Needs the agent.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ReadingBenchmark {
    @Param("50000")
    private int probes;

    private Sites[] all;
    private long[] counts;
    private long[] bytes;

    /** A thread that ended after an event of every probe, and whose arena nobody has taken over yet. */
    @State(Scope.Benchmark)
    public static class EndedThread {
        @Setup(Level.Invocation)
        public void end(ReadingBenchmark benchmark) throws InterruptedException {
            Thread thread = new Thread(benchmark::fireAll);
            thread.start();
            thread.join();
        }
    }

    /** Every probe fires once on this thread. */
    @Setup
    public void fire() {
        Agent.require();
        all = SiteClasses.define(probes / Sites.LINES);
        counts = new long[probes];
        bytes = new long[probes];
        fireAll();
    }

    private void fireAll() {
        for (Sites each : all) {
            each.chain();
        }
    }

    @Benchmark
    public Object baselineCopy() {
        return new long[][] {counts.clone(), bytes.clone()};
    }

    @Benchmark
    public void drain() {
        Recording.drain();
    }

    @Benchmark
    public void drainEndedThread(EndedThread ended) {
        Recording.drain();
    }

    @Benchmark
    public ProbeTotals totals() {
        return Recording.totals();
    }

    @Benchmark
    public Snapshot snapshot() {
        return AllocSites.snapshot();
    }
}
