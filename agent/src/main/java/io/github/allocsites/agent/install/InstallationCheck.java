// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.table.Probe;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Allocates in classes of the agent's and of the JDK, and demands that exactly this was counted. */
final class InstallationCheck {
    private static final int TIMES = 100;

    private final Instrumentation instrumentation;
    private final boolean jdk;

    /**
     * A check.
     *
     * @param jdk whether classes of the JDK are to carry hooks, too
     */
    InstallationCheck(Instrumentation instrumentation, boolean jdk) {
        this.instrumentation = instrumentation;
        this.jdk = jdk;
    }

    /**
     * Runs the check.
     *
     * @throws InstallationException when something else was counted
     */
    void run() throws InstallationException {
        String fault = fault();
        if (fault != null) {
            throw new InstallationException("the agent's check of itself failed: " + fault);
        }
    }

    private String fault() {
        try {
            Sample sample = Sample.load("InstallationCheck");
            sample.run(TIMES);
            String fault = compare(sample);
            return fault == null && jdk ? jdkFault() : fault;
        } catch (ReflectiveOperationException failed) {
            return failed.toString();
        }
    }

    private String compare(Sample sample) {
        Map<String, long[]> counted = counted(sample.className());
        for (Map.Entry<String, long[]> expected : new TreeMap<>(sample.expected(instrumentation)).entrySet()) {
            long[] actual = counted.getOrDefault(expected.getKey(), new long[2]);
            long events = TIMES * expected.getValue()[0];
            long bytes = TIMES * expected.getValue()[1];
            if (actual[0] != events || actual[1] != bytes) {
                return expected.getKey() + " was allocated " + events + " times (" + bytes + " bytes) and counted "
                        + actual[0] + " times (" + actual[1] + " bytes)";
            }
        }
        return null;
    }

    private static String jdkFault() {
        long before = events(counted("java.util.HashMap"));
        for (int i = 0; i < TIMES; i++) {
            new HashMap<Integer, Integer>().put(1, 1);
        }
        long counted = events(counted("java.util.HashMap")) - before;
        return counted >= TIMES ? null : "java.util.HashMap allocated " + TIMES + " times and was counted " + counted;
    }

    private static long events(Map<String, long[]> counted) {
        long events = 0;
        for (long[] row : counted.values()) {
            events += row[0];
        }
        return events;
    }

    /** Events and bytes of a class's probes by type. */
    private static Map<String, long[]> counted(String className) {
        ProbeTotals totals = Recording.totals();
        Map<String, long[]> counted = new HashMap<>();
        for (int number = 0; number < totals.probes(); number++) {
            Probe probe = Recording.probes().get(number);
            if (probe.method().className().equals(className)) {
                long[] row = counted.computeIfAbsent(probe.type(), type -> new long[2]);
                row[0] += totals.count(number);
                row[1] += totals.bytes(number);
            }
        }
        return counted;
    }
}
