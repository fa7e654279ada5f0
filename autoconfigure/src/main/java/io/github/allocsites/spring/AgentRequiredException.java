// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

/** The application demands the agent, and it could not be installed. */
final class AgentRequiredException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    AgentRequiredException(String reason) {
        super(reason);
    }
}
