// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events without and with the agent, and whether two threads make the agent dearer than one does. */
final class EventSection implements Section {
    private static final int MOST_THREADS = 2;

    /** A ratio of ratios up to which threads do not hinder each other. */
    private static final double BAR = 1.1;

    private static final Map<String, String> EVENTS = new LinkedHashMap<>();

    static {
        EVENTS.put("objectOfOneProbe", "object, all threads on one probe");
        EVENTS.put("objectOfOwnProbe", "object, each thread on its own");
        EVENTS.put("arrayOfOneProbe", "array, all threads on one probe");
        EVENTS.put("arrayOfOwnProbe", "array, each thread on its own");
    }

    private static Trial trial(String method, int threads, String agentOptions) {
        return Trial.of(EventBenchmark.class, method).threads(threads).agent(agentOptions);
    }

    @Override
    public List<Trial> trials() {
        List<Trial> trials = new ArrayList<>();
        for (String method : EVENTS.keySet()) {
            for (int threads = 1; threads <= MOST_THREADS; threads++) {
                trials.add(trial(method, threads, Trial.NO_AGENT));
                trials.add(trial(method, threads, Trial.DEFAULTS));
            }
        }
        return trials;
    }

    @Override
    public String text(Map<Trial, Measured> measured) {
        return "## Events\n\nOne allocation that is kept, in a JVM without the agent and in one with it.\n\n"
                + costs(measured)
                + "Two threads: the ratio at two threads by that at one, "
                + BAR + " at most.\n\n"
                + scaling(measured);
    }

    private static MarkdownTable costs(Map<Trial, Measured> measured) {
        MarkdownTable table = new MarkdownTable(
                "event", "threads", "without, ns/op", "with, ns/op", "ratio", "without, B/op", "with, B/op");
        EVENTS.forEach((method, name) -> {
            for (int threads = 1; threads <= MOST_THREADS; threads++) {
                Measured without = measured.get(trial(method, threads, Trial.NO_AGENT));
                Measured with = measured.get(trial(method, threads, Trial.DEFAULTS));
                table.row(
                        name,
                        threads,
                        without.time(),
                        with.time(),
                        with.ratioTo(without),
                        without.allocated(),
                        with.allocated());
            }
        });
        return table;
    }

    private static MarkdownTable scaling(Map<Trial, Measured> measured) {
        MarkdownTable table = new MarkdownTable("event", "ratio at one", "ratio at two", "two by one", "");
        EVENTS.forEach((method, name) -> {
            double one = ratio(measured, method, 1);
            double two = ratio(measured, method, MOST_THREADS);
            table.row(name, one, two, two / one, two / one <= BAR ? "within" : "beyond");
        });
        return table;
    }

    private static double ratio(Map<Trial, Measured> measured, String method, int threads) {
        return measured.get(trial(method, threads, Trial.DEFAULTS))
                .ratioTo(measured.get(trial(method, threads, Trial.NO_AGENT)));
    }
}
