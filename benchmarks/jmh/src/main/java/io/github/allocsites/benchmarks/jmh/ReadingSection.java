// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draining and reading 50,000 probes. */
final class ReadingSection implements Section {
    private static final String NO_STACKS = "stacks.interval=off";
    private static final String EVERY_STACK = "stacks.interval=0";
    private static final Trial BASELINE = trial("baselineCopy", NO_STACKS);

    private static final Map<Trial, String> READINGS = new LinkedHashMap<>();

    static {
        READINGS.put(BASELINE, "baseline: as many counts and bytes copied");
        READINGS.put(trial("drain", NO_STACKS), "drain, no thread has ended");
        READINGS.put(trial("drainEndedThread", NO_STACKS), "drain, a thread has ended after an event of each probe");
        READINGS.put(trial("totals", NO_STACKS), "totals of all probes");
        READINGS.put(trial("snapshot", NO_STACKS), "snapshot, without stacks");
        READINGS.put(trial("snapshot", EVERY_STACK), "snapshot, with a stack for each probe");
    }

    private static Trial trial(String method, String agentOptions) {
        return Trial.of(ReadingBenchmark.class, method).agent(agentOptions);
    }

    @Override
    public List<Trial> trials() {
        return List.copyOf(READINGS.keySet());
    }

    @Override
    public String text(Map<Trial, Measured> measured) {
        MarkdownTable table = new MarkdownTable("reading", "µs/op", "B/op", "by the baseline");
        Measured baseline = measured.get(BASELINE);
        READINGS.forEach((trial, name) -> {
            Measured reading = measured.get(trial);
            table.row(name, reading.micros(), Math.round(reading.bytes()), reading.ratioTo(baseline));
        });
        return "## Reading\n\n50,000 probes have fired, beside those of the JDK and of JMH.\n\n" + table;
    }
}
