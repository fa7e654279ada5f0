// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A kernel in a JVM of its own: warm, it works a turn when it is told to and sleeps in between. */
final class KernelRun implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private KernelRun(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Nanoseconds that it took.
     *
     * @param wall by the clock
     * @param cpu of all threads of the process
     */
    record Took(double wall, double cpu) {
        Took plus(Took other) {
            return new Took(wall + other.wall, cpu + other.cpu);
        }

        Took half() {
            return new Took(wall / 2, cpu / 2);
        }

        private static Took of(String line) {
            String[] words = line.split(" ");
            return new Took(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }
    }

    /** Returns when the kernel is warm; null where the JVM did not come so far with these flags. */
    static KernelRun start(Path java, String classPath, Contender contender, String kernel, int warmUps)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"));
        command.addAll(contender.flags());
        command.addAll(List.of("-cp", classPath, "io.github.allocsites.benchmarks.kernel.Main", kernel));
        command.add(String.valueOf(warmUps));
        KernelRun run = new KernelRun(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        StringBuilder said = new StringBuilder();
        if (run.answer("warm", said) != null) {
            return run;
        }
        run.process.destroyForcibly();
        System.err.println(contender.name() + " failed: " + said);
        return null;
    }

    /** Leaves one processor to all threads of the JVM; false where the system has no command for it. */
    boolean pin(int processor) throws InterruptedException {
        try {
            return new ProcessBuilder("taskset", "-acp", String.valueOf(processor), String.valueOf(process.pid()))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** Works so many rounds. */
    Took turn(int rounds) throws IOException {
        tell(rounds);
        return took("measured ");
    }

    private void tell(int rounds) {
        try {
            process.outputWriter(StandardCharsets.UTF_8).write(rounds + "\n");
            process.outputWriter(StandardCharsets.UTF_8).flush();
        } catch (IOException ended) {
            return; // who waits for the answer hears what the JVM said at its end
        }
    }

    /** Ends it, and tells what it took since the JVM began. */
    Took end() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        return took("all ");
    }

    /** The JVM's process. */
    ProcessHandle process() {
        return process.toHandle();
    }

    private Took took(String word) throws IOException {
        StringBuilder said = new StringBuilder();
        String answer = answer(word, said);
        if (answer == null) {
            throw new IOException("the JVM ended before its time: " + said);
        }
        return Took.of(answer);
    }

    /** The line that begins with the word; null, and all other lines, where there is none. */
    private String answer(String word, StringBuilder said) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
            said.append(line).append('\n');
        }
        return null;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
