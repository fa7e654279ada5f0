// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/** The way by which the agent came into this process. */
public enum InstalledBy {
    /** {@code -javaagent:} on the command line. */
    JAVAAGENT,
    /** {@code Launcher-Agent-Class} in the manifest of the application's jar. */
    LAUNCHER_AGENT,
    /** The Spring Boot starter attached the agent to its own process. */
    SELF_ATTACH,
    /** The application called {@link io.github.allocsites.agent.AllocSites#install}. */
    API
}
