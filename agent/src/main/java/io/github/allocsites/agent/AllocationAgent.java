// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import io.github.allocsites.agent.install.Phase;
import io.github.allocsites.report.InstalledBy;
import java.lang.instrument.Instrumentation;

/** Where the JVM comes in: {@code -javaagent}, and an attaching tool. */
public final class AllocationAgent {
    private AllocationAgent() {}

    /** Before {@code main}. */
    public static void premain(String argument, Instrumentation instrumentation) {
        start(argument, instrumentation, Phase.BEFORE_MAIN);
    }

    /** By a tool that attaches to the running JVM. */
    public static void agentmain(String argument, Instrumentation instrumentation) {
        start(argument, instrumentation, Phase.RUNNING);
    }

    /** The program goes on whatever happens, unless the user asked for the contrary. */
    private static void start(String argument, Instrumentation instrumentation, Phase phase) {
        Options options;
        try {
            options = Options.of(argument, System.getenv());
        } catch (IllegalOptionException bad) {
            System.err.println("allocsites: " + bad.getMessage() + "; nothing is recorded");
            return;
        }
        for (String note : options.notes()) {
            System.err.println("allocsites: " + note);
        }
        AllocSites.install(options, InstalledBy.JAVAAGENT, instrumentation, phase);
        if (phase == Phase.RUNNING || !AllocSites.isPostponed()) {
            AllocSites.ready();
        }
        if (AllocSites.reason() != null && options.enabled() && !AllocSites.isPostponed()) {
            failed(options);
        }
    }

    private static void failed(Options options) {
        if (options.required()) {
            throw new IllegalStateException("allocsites: agent.required=true, but " + AllocSites.reason());
        }
        System.err.println("allocsites: " + AllocSites.reason() + "; nothing is recorded");
    }
}
