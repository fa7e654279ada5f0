// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.Map;

/**
 * What is measured in a JVM of its own.
 *
 * @param benchmark class and method
 * @param parameters JMH's, by name
 * @param threads that run it at once
 * @param agentOptions of the agent, {@link #NO_AGENT} where there is none
 */
record Trial(String benchmark, Map<String, String> parameters, int threads, String agentOptions) {
    static final String NO_AGENT = null;

    /** The agent as it comes. */
    static final String DEFAULTS = "";

    static Trial of(Class<?> type, String method) {
        return new Trial(type.getName() + "." + method, Map.of(), 1, NO_AGENT);
    }

    Trial with(String parameter, int value) {
        return new Trial(benchmark, Map.of(parameter, String.valueOf(value)), threads, agentOptions);
    }

    Trial threads(int number) {
        return new Trial(benchmark, parameters, number, agentOptions);
    }

    Trial agent(String options) {
        return new Trial(benchmark, parameters, threads, options);
    }
}
