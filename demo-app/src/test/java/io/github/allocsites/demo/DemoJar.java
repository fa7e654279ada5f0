// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The executable jar that this build made; started by {@code java -jar demo-app.jar} unless told otherwise. */
final class DemoJar {
    private static final Path JAR = Path.of("target/demo-app.jar");
    private static final Path AGENT =
            Path.of(System.getProperty("allocsites.agent.jar", "../agent/target/allocsites-agent.jar"));

    /** A level, a logger in full and a message a line; and a line that says when the runners of the start are done. */
    private static final List<String> ARGUMENTS = List.of(
            "--server.port=0",
            "--logging.pattern.console=%p|%c|%m%n%wEx",
            "--logging.level.org.springframework.boot.availability=debug");

    private final Jdk jdk;
    private final List<String> flags = new ArrayList<>(List.of("-Xmx256m"));
    private final List<String> arguments = new ArrayList<>(ARGUMENTS);

    private DemoJar(Jdk jdk) {
        this.jdk = jdk;
    }

    static DemoJar on(Jdk jdk) {
        return new DemoJar(jdk);
    }

    /** Lets the demo attach the agent to itself without the warning that later JVMs print about it. */
    DemoJar attaching() {
        return jdk.feature() >= 21 ? flags("-XX:+EnableDynamicAgentLoading") : this;
    }

    /** With {@code -javaagent} and these options. */
    DemoJar agent(String... options) {
        return flags("-javaagent:" + AGENT + (options.length == 0 ? "" : "=" + String.join(",", options)));
    }

    DemoJar flags(String... jvmFlags) {
        flags.addAll(List.of(jvmFlags));
        return this;
    }

    /** Properties as {@code key=value}. */
    DemoJar properties(String... properties) {
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return this;
    }

    /** Starts the demo and returns once it accepts requests. */
    Demo start() throws IOException, InterruptedException {
        Demo demo = launch();
        try {
            demo.awaitReady();
        } catch (AssertionError | RuntimeException failed) {
            demo.close();
            throw failed;
        }
        return demo;
    }

    /** Starts a demo that is to fail, and returns once it has ended. */
    Demo startInVain() throws IOException, InterruptedException {
        try (Demo demo = launch()) {
            demo.awaitEnd();
            return demo;
        }
    }

    private Demo launch() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "demo-");
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        command.addAll(flags);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(DemoJar::isHeardByTheDemo);
        return new Demo(builder.start(), folder);
    }

    /** What the machine's owner exported must not reach a demo whose output is looked at. */
    private static boolean isHeardByTheDemo(String variable) {
        return variable.startsWith("ALLOCSITES_")
                || variable.startsWith("SPRING_")
                || variable.startsWith("MANAGEMENT_")
                || variable.startsWith("SERVER_")
                || variable.endsWith("JAVA_OPTIONS")
                || variable.equals("JAVA_TOOL_OPTIONS");
    }
}
