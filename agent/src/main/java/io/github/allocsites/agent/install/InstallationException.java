// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

/** Why the agent could not be installed, in a sentence for the user. */
public final class InstallationException extends Exception {
    private static final long serialVersionUID = 1L;

    public InstallationException(String reason) {
        super(reason);
    }

    public InstallationException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
