// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.compat.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is known of the workload beforehand. */
final class Workloads {
    static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();
    static final String NODE = Workload.class.getName() + "$Node";
    static final int BYTES_LINE = lineOf("sink = new byte[16];");
    static final int NODES_LINE = lineOf("sink = new Node();");
    static final int NEVER_LINE = lineOf("return new Node();");

    private Workloads() {}

    /** Our rows hold every event, and each event has the size that the JVM's own counters of the threads show. */
    static void assertExact(Program.Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.report()).as("our dump").isNotNull();
        assertExact(outcome, BYTES_LINE, "byte[]", outcome.number("bytes"));
        assertExact(outcome, NODES_LINE, NODE, outcome.number("nodes"));
        assertThat(inTheJdk(outcome.report(), "byte[]")).isEqualTo(Workload.EVENTS);
        assertThat(inTheJdk(outcome.report(), "java.lang.String")).isEqualTo(Workload.EVENTS);
        Dump.Sum all = outcome.report().sum(row -> true);
        assertThat(all.count()).isEqualTo(outcome.report().number("/totals/count"));
        assertThat(all.bytes()).isEqualTo(outcome.report().number("/totals/bytes"));
    }

    /** Rounded down: while it compiles a loop the JVM itself allocates some bytes in the loop's thread. */
    private static void assertExact(Program.Outcome outcome, int line, String type, long jvmBytes) {
        long size = jvmBytes / Workload.MEASURED;
        assertThat(outcome.report().sum(Workload.class, line, type))
                .isEqualTo(new Dump.Sum(1, Workload.EVENTS, Workload.EVENTS * size));
    }

    /** Of the line that repeats several characters. The JDK itself repeats single ones, at another line. */
    private static long inTheJdk(Dump report, String type) {
        return report.most(row -> row.get("className").asText().equals("java.lang.String")
                && row.get("method").asText().equals("repeat")
                && row.get("type").asText().equals(type));
    }

    private static int lineOf(String text) {
        List<String> lines = source();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new AssertionError("no " + text);
    }

    private static List<String> source() {
        try {
            return Files.readAllLines(
                    Path.of("src/test/java", Workload.class.getName().replace('.', '/') + ".java"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
