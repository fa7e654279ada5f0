// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * One event: an object of fixed size or an array whose length is no constant, that the caller keeps. All threads on one
 * line, hence on one probe, or each on its own. The baseline twin is the same in a JVM without the agent.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class EventBenchmark {
    /** Not final: a constant would make the array one of fixed size. */
    private int length = 32;

    /** Which of two lines the thread allocates by. */
    @State(Scope.Thread)
    public static class Line {
        private boolean isFirst;

        /** Every other thread. */
        @Setup
        public void choose(ThreadParams thread) {
            isFirst = thread.getThreadIndex() % 2 == 0;
        }
    }

    /** In the JVMs that have an agent it must record. */
    @Setup
    public void requireAgent() {
        Agent.require();
    }

    @Benchmark
    public Object objectOfOneProbe() {
        return new Link(null);
    }

    @Benchmark
    public Object objectOfOwnProbe(Line line) {
        if (line.isFirst) {
            return new Link(null);
        }
        return new Link(null);
    }

    @Benchmark
    public Object arrayOfOneProbe() {
        return new byte[length];
    }

    @Benchmark
    public Object arrayOfOwnProbe(Line line) {
        if (line.isFirst) {
            return new byte[length];
        }
        return new byte[length];
    }
}
