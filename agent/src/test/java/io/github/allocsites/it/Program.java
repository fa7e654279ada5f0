// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the workload package, run to its end in a JVM of its own. */
final class Program {
    private static final long LIMIT_SECONDS = 180;
    private static final String FLAGS = System.getProperty("allocsites.jvm.flags", "");
    private static final Path AGENT =
            Path.of(System.getProperty("allocsites.agent.jar", "target/allocsites-agent.jar"));

    /** Flags of every JVM: the build runs the whole-JVM tests a second time with every class verified. */
    private static final List<String> ALWAYS =
            List.of(FLAGS.isBlank() ? new String[0] : FLAGS.trim().split("\\s+"));

    private final Jdk jdk;
    private final String main;
    private final List<String> flags = new ArrayList<>(ALWAYS);
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String agentArgument = "";
    private boolean agent;
    private Path dump;

    private Program(Jdk jdk, String main) {
        this.jdk = jdk;
        this.main = main;
    }

    /**
     * What a program left behind.
     *
     * @param out standard output
     * @param err standard error
     * @param report its dump; null when it was asked for none
     */
    record Outcome(int exitCode, String out, String err, Dump report) {

        /** The value of a line {@code key=value} of the output. */
        long number(String key) {
            for (String line : out.lines().toList()) {
                if (line.startsWith(key + "=")) {
                    return Long.parseLong(line.substring(key.length() + 1).trim());
                }
            }
            throw new AssertionError("no " + key + " in: " + out + err);
        }
    }

    static Program of(Jdk jdk, Class<?> main) {
        return new Program(jdk, main.getName());
    }

    Program with(String... jvmFlags) {
        flags.addAll(List.of(jvmFlags));
        return this;
    }

    Program arguments(Object... values) {
        for (Object value : values) {
            arguments.add(value.toString());
        }
        return this;
    }

    Program environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** With {@code -javaagent}, and this argument. */
    Program agent(String argument) {
        agent = true;
        agentArgument = argument;
        return this;
    }

    /** With {@code -javaagent} and a dump at the end. */
    Program recorded(String... options) {
        dump = temporary();
        List<String> all = new ArrayList<>(List.of(options));
        all.add("dump=" + dump);
        return agent(String.join(",", all));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("allocsites").resolve("dump.json");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Outcome run() throws IOException, InterruptedException {
        Path out = Files.createTempFile("allocsites", ".out");
        Path err = Files.createTempFile("allocsites", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(main + " did not end: " + Files.readString(out) + Files.readString(err));
        }
        Dump report = dump != null && Files.exists(dump) ? Dump.read(dump) : null;
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err), report);
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        if (agent) {
            command.add("-javaagent:" + AGENT + (agentArgument.isEmpty() ? "" : "=" + agentArgument));
        }
        command.addAll(flags);
        command.addAll(List.of("-cp", classes() + File.pathSeparator + AGENT, main));
        command.addAll(arguments);
        return command;
    }

    private static String classes() {
        try {
            return Path.of(Program.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException unusual) {
            throw new IllegalStateException(unusual);
        }
    }
}
