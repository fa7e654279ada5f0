// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The workload, run to its end in a JVM of its own. Agents come in the order in which they are added. */
final class Program {
    private static final long LIMIT_SECONDS = 180;
    private static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar"));

    private final Jdk jdk;
    private final Path folder;
    private final List<String> flags = new ArrayList<>();

    private Program(Jdk jdk, Path folder) {
        this.jdk = jdk;
        this.folder = folder;
    }

    /**
     * What a program left behind.
     *
     * @param out standard output
     * @param err standard error
     * @param report our dump; null when we were not there
     */
    record Outcome(int exitCode, String out, String err, Dump report) {

        /** The value of a line {@code key=value} of the output. */
        long number(String key) {
            return out.lines()
                    .filter(line -> line.startsWith(key + "="))
                    .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + key + " in: " + out + err));
        }
    }

    /** Everything it writes comes into this folder. */
    static Program of(Jdk jdk, Path folder) {
        return new Program(jdk, folder);
    }

    Program with(String... jvmFlags) {
        flags.addAll(List.of(jvmFlags));
        return this;
    }

    /** With our agent and a dump at the end. */
    Program recorded() {
        // without stacks: the JVM would count in a thread what capturing them allocates
        return with("-javaagent:" + AGENT + "=stacks.interval=off,dump=" + folder.resolve("dump.json"));
    }

    Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(flags);
        command.add(0, jdk.java().toString());
        command.addAll(List.of("-cp", Workloads.CLASSES.toString(), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + Files.readString(out) + Files.readString(err));
        }
        Path dump = folder.resolve("dump.json");
        Dump report = Files.exists(dump) ? Dump.read(dump) : null;
        return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err), report);
    }
}
