// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import io.github.allocsites.benchmarks.jmh.Measured.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs trials by JMH, each round of each trial in a JVM of its own; JMH's log goes to standard error. */
final class Forks {
    private static final List<String> FLAGS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC", "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final String agentJar;
    private final Effort effort;

    Forks(String agentJar, Effort effort) {
        this.agentJar = agentJar;
        this.effort = effort;
    }

    /** Twins that stand side by side run right after each other. */
    Map<Trial, Measured> measure(List<Trial> trials) throws RunnerException {
        Map<Trial, Measured> all = new LinkedHashMap<>();
        for (int round = 0; round < effort.rounds(); round++) {
            for (Trial trial : trials) {
                all.merge(trial, new Measured(List.of(round(trial))), Measured::plus);
            }
        }
        return all;
    }

    private Round round(Trial trial) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(trial.benchmark()) + "$")
                .threads(trial.threads())
                .forks(1)
                .warmupIterations(effort.warmUps())
                .warmupTime(TimeValue.milliseconds(effort.warmUpMillis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.millis()))
                .jvmArgs(flags(trial).toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        trial.parameters().forEach(options::param);
        return round(
                new Runner(options.build(), OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
                        .runSingle());
    }

    private List<String> flags(Trial trial) {
        List<String> flags = new ArrayList<>(FLAGS);
        if (trial.agentOptions() != null) {
            flags.addAll(Agent.flags(agentJar, trial.agentOptions()));
        }
        return flags;
    }

    private static Round round(RunResult run) {
        List<Double> nanos = new ArrayList<>();
        for (BenchmarkResult fork : run.getBenchmarkResults()) {
            fork.getIterationResults()
                    .forEach(iteration -> nanos.add(iteration.getPrimaryResult().getScore()));
        }
        return new Round(
                List.copyOf(nanos), run.getSecondaryResults().get(ALLOCATED).getScore());
    }
}
