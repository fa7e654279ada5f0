// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A workload, run to its end in a JVM of its own.
 *
 * @param rows of the workload's thread alone
 * @param result what the workload computed
 * @param allocatedBytes of that thread by the JVM's count; 0 where the agent was there
 * @param leftOut classes that stayed as they were, or some of whose methods did, each with the agent's reason
 */
record Run(Rows rows, long result, long allocatedBytes, List<String> leftOut) {
    private static final long LIMIT_SECONDS = 600;
    /** Where in a hash table an object goes depends on how many were hashed before it, by anybody. */
    private static final List<String> SAME_HASHES = List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2");

    private static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar"));
    private static final String PACKAGE = "io.github.allocsites.oracle.workload.";

    /** Under the oracle, interpreted. */
    static Run underOracle(Jdk jdk, String workload, int repetitions, Path library, Path folder, boolean byStack)
            throws Exception {
        Path recording = folder.resolve("recording.jfr");
        Files.deleteIfExists(recording);
        List<String> flags = new ArrayList<>(
                List.of("-Xint", AsyncProfiler.flag(library, recording, OracleRecording.FRAMES_OF_STACKS)));
        flags.addAll(byStack ? SAME_HASHES : List.of());
        String out = run(jdk, flags, List.of(PACKAGE + "Main", workload, "" + repetitions));
        Rows rows = byStack
                ? OracleRecording.readStacks(recording, "workload")
                : OracleRecording.read(recording, "workload");
        Files.delete(recording);
        return new Run(rows, number(out, "result"), number(out, "allocated"), List.of());
    }

    /** Under the agent, and these flags. */
    static Run underAgent(Jdk jdk, String workload, int repetitions, Path folder, String... flags) throws Exception {
        Path rows = folder.resolve("rows.tsv");
        List<String> all = new ArrayList<>(List.of(flags));
        all.add(agent());
        String out = run(jdk, all, List.of(PACKAGE + "Main", workload, "" + repetitions, rows.toString()));
        return new Run(
                Rows.read(rows),
                number(out, "result"),
                0,
                values(out, "leftOut").toList());
    }

    /** Interpreted, with a stack at every event; rows are stacks. */
    static Run withStacks(Jdk jdk, String workload, int repetitions, Path folder) throws Exception {
        Path rows = folder.resolve("stacks.tsv");
        List<String> flags = new ArrayList<>(List.of("-Xint", agent() + "=stacks.interval=0,table.buckets=131072"));
        flags.addAll(SAME_HASHES);
        String out = run(jdk, flags, List.of(PACKAGE + "Main", workload, "" + repetitions, rows.toString(), "stacks"));
        return new Run(
                Rows.readStacks(rows),
                number(out, "result"),
                0,
                values(out, "leftOut").toList());
    }

    /** What the JVM allocates for so many repetitions, once so many rounds of them have been done. */
    static long steadyBytes(Jdk jdk, String workload, int rounds, int repetitions, String... flags) throws Exception {
        List<String> all = List.of(PACKAGE + "Steady", workload, "" + rounds, "" + repetitions);
        return number(run(jdk, List.of(flags), all), "allocated");
    }

    static String agent() {
        return "-javaagent:" + AGENT;
    }

    private static String run(Jdk jdk, List<String> flags, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath()));
        command.addAll(arguments);
        Path out = Files.createTempFile("oracle", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String text = Files.readString(out);
        Files.delete(out);
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(command + ": " + text);
        }
        return text;
    }

    /** That of this JVM, with the agent as users have it and none of the oracle's classes. */
    private static String classPath() throws IOException {
        return Stream.concat(
                        Stream.of(AGENT.toString()),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)))
                .filter(entry -> !entry.contains("async-profiler"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static long number(String out, String key) {
        return values(out, key)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + key + " in: " + out));
    }

    private static Stream<String> values(String out, String key) {
        return out.lines().filter(line -> line.startsWith(key + '=')).map(line -> line.substring(key.length() + 1));
    }
}
