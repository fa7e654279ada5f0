// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

/** What to do when the agent cannot be installed. */
final class Remedies {
    static final String JAVAAGENT = "start the JVM with -javaagent:allocsites-agent.jar";
    static final String ATTACH =
            "start it with -XX:+EnableDynamicAgentLoading on a runtime that has the jdk.attach module";
    static final String DISABLE = "set allocsites.enabled=false to do without";

    private Remedies() {}

    static String warning(String reason) {
        return "allocsites counts nothing: " + reason + ". Remedies: " + JAVAAGENT + "; or " + ATTACH + "; or "
                + DISABLE + " and silence this.";
    }
}
