// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

/** How far the application is when the agent is installed. */
public enum Phase {
    /** Nothing of it has run: classes are as the JVM loaded them, and nobody waits. */
    BEFORE_MAIN,
    /** It starts, or its own code installs the agent; it waits until that is done. */
    STARTING,
    /** It serves while the agent is installed beside it. */
    RUNNING
}
