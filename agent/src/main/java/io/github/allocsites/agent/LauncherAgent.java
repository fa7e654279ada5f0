// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import java.lang.instrument.Instrumentation;

/**
 * For {@code Launcher-Agent-Class} in the manifest of an executable jar. Keeps what the JVM hands out and does nothing
 * else, for this runs at every start of that jar; the starter installs the agent with it, without attaching.
 */
public final class LauncherAgent {
    private static volatile Instrumentation instrumentation;

    private LauncherAgent() {}

    /** Before {@code main}. */
    public static void agentmain(String argument, Instrumentation granted) {
        instrumentation = granted;
    }

    /** Null when the jar was not started by its manifest. */
    static Instrumentation instrumentation() {
        return instrumentation;
    }
}
