// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.Status;
import java.util.List;

/** The agent of the JVMs that are measured. */
final class Agent {
    private static final String EXPECTED = "benchmarks.agent";

    private Agent() {}

    /** What a JVM is started with to have the agent: its jar and its options, which may be empty. */
    static List<String> flags(String jar, String options) {
        return List.of("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options), "-D" + EXPECTED + "=true");
    }

    /** Without it a failed installation would look like an agent that costs nothing. */
    static void require() {
        if (Boolean.getBoolean(EXPECTED) && AllocSites.status() != Status.RECORDING) {
            throw new IllegalStateException("not recording: " + AllocSites.reason());
        }
    }
}
