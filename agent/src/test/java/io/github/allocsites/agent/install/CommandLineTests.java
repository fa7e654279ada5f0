// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By answers as the JVM writes them. */
final class CommandLineTests {
    private static CommandLine of(String arguments) {
        return new CommandLine("VM Arguments:\njvm_args: " + arguments
                + " \njava_command: app.jar -javaagent:b.jar\njava_class_path (initial): app.jar\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-javaagent:allocsites-agent.jar",
                "-Xmx1g -javaagent:/opt/allocsites-agent.jar=stacks.depth=4 -XX:+UseSerialGC"
            })
    void shouldFindTheOneAgent(String arguments) {
        assertThat(of(arguments).namesOneAgent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx1g",
                "-javaagent:a.jar -javaagent:b.jar",
                "-javaagent:a.jar -agentpath:/opt/profiler.so=start",
                "-agentlib:jdwp=server=y -javaagent:a.jar",
                "-Xrunjdwp:server=y -javaagent:a.jar",
                "-Dnote=-javaagent:b.jar -javaagent:a.jar"
            })
    void shouldTakeWhateverMayBeAnotherForOne(String arguments) {
        assertThat(of(arguments).namesOneAgent()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "java.lang.IllegalArgumentException: Unknown diagnostic command", "jvm_args: -javaagent:a"})
    void shouldKnowNothingOfAnotherAnswer(String answer) {
        assertThat(new CommandLine(answer).namesOneAgent()).isFalse();
    }
}
