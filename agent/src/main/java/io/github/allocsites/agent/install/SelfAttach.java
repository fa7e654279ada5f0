// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Attaches to this very process. */
public final class SelfAttach {
    private SelfAttach() {}

    /**
     * Instrumentation of this process.
     *
     * @throws InstallationException when the JVM does not let itself be attached to
     */
    public static Instrumentation instrumentation() throws InstallationException {
        try {
            return ByteBuddyAgent.install();
        } catch (RuntimeException | LinkageError refused) {
            throw new InstallationException("attaching to this process failed: " + reason(refused), refused);
        }
    }

    private static String reason(Throwable refused) {
        if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
            return "this Java runtime has no jdk.attach module";
        }
        String message = String.valueOf(refused.getMessage());
        return message.contains("external process") ? "the JVM does not allow agents to attach" : message;
    }
}
