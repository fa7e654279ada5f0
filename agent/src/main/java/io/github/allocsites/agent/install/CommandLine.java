// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments the JVM was started with, those of the environment included, as it prints them itself. */
final class CommandLine {
    private static final String ARGUMENTS = "jvm_args: ";
    private static final Pattern AGENT =
            Pattern.compile("-(?:(?:javaagent|agentlib|agentpath):|Xrun|XX:HotswapAgent=)");

    private final String arguments;

    /** By the answer to the diagnostic command {@code VM.command_line}. */
    CommandLine(String answer) {
        int start = answer.indexOf(ARGUMENTS);
        int end = answer.lastIndexOf("\njava_command: ");
        this.arguments = start < 0 || end < start ? "" : answer.substring(start, end);
    }

    /** Whether they name one agent and no more; false as well where more can be meant, or nothing is known. */
    boolean namesOneAgent() {
        Matcher agents = AGENT.matcher(arguments);
        return agents.find() && !agents.find();
    }
}
