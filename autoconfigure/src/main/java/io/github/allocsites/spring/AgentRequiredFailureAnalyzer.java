// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a missing agent into Boot's failure report. */
final class AgentRequiredFailureAnalyzer extends AbstractFailureAnalyzer<AgentRequiredException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, AgentRequiredException cause) {
        String description = "The allocsites agent could not be installed, and allocsites.agent.required is true: "
                + cause.getMessage();
        String action = "One of these:" + item(Remedies.JAVAAGENT) + item(Remedies.ATTACH)
                + item("set allocsites.agent.required=false to start without counting")
                + item(Remedies.DISABLE);
        return new FailureAnalysis(description, action, cause);
    }

    private static String item(String remedy) {
        return System.lineSeparator() + "    - " + remedy;
    }
}
