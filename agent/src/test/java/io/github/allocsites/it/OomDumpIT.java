// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.HeapEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written when the heap runs out, in fresh JVMs with small heaps. */
final class OomDumpIT {
    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    static Stream<Arguments> jdksAndCollectors() {
        return with(List.of("Serial", "Parallel", "G1", "Z"));
    }

    static Stream<Arguments> jdksAndMostCollectors() {
        return with(List.of("Serial", "Parallel", "G1"));
    }

    private static Stream<Arguments> with(List<String> collectors) {
        return Jdk.all().stream().flatMap(jdk -> collectors.stream().map(collector -> Arguments.of(jdk, collector)));
    }

    /** Without ZGC, which may leave no thread room to run. */
    @ParameterizedTest
    @MethodSource("jdksAndMostCollectors")
    void shouldNameWhatFilledTheHeapWhenTheProgramDiesOfIt(Jdk jdk, String collector) throws Exception {
        Program.Outcome outcome = run(jdk, collector, "leak", "fatal");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).doesNotContain("allocsites:");
        checkLeak(Files.exists(partial()) ? partial() : file()); // there may be no heap to rename it
    }

    /** The JVM is gone before anything of ours can run; what was written in advance is there, and is kept. */
    @ParameterizedTest
    @MethodSource("jdksAndMostCollectors")
    void shouldHaveWrittenInAdvanceWhenTheJvmExitsAtOnce(Jdk jdk, String collector) throws Exception {
        Program.Outcome outcome = program(jdk, collector, "leak", "fatal")
                .with("-XX:+ExitOnOutOfMemoryError")
                .run();
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).doesNotContain("allocsites:");
        checkLeak(isWrittenInAdvance() ? partial() : file());

        run(jdk, collector, "fine", "caught");
        assertThat(partial()).doesNotExist();
        checkLeak(file());
    }

    @ParameterizedTest
    @MethodSource("jdksAndCollectors")
    void shouldNameWhatFilledTheHeapWhenTheProgramLivesOn(Jdk jdk, String collector) throws Exception {
        Program.Outcome outcome = run(jdk, collector, "leak", "caught");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).doesNotContain("allocsites");
        assertThat(outcome.number("caught")).isEqualTo(1);
        assertThat(partial()).doesNotExist();
        checkLeak(file());
    }

    /** Where there was time to keep a report, the file for the next one may be there as well, still empty. */
    private boolean isWrittenInAdvance() throws IOException {
        return Files.exists(partial()) && Files.size(partial()) > 0;
    }

    private Path file() {
        return folder.resolve("oom.txt");
    }

    private Path partial() {
        return folder.resolve("oom.txt.partial");
    }

    private static void checkLeak(Path file) throws Exception {
        String report = Files.readString(file);
        assertThat(report).startsWith("allocsites: out of memory, ");
        assertThat(firstRow(report)).contains("byte[]  io.github.allocsites.workload.HeapEnd.leak(HeapEnd.java:");
        String[] row = firstRow(report).trim().split(" +");
        assertThat(Long.parseLong(row[0])).isEqualTo(1_016 * Long.parseLong(row[1]));
    }

    private static String firstRow(String report) {
        List<String> lines = report.lines().toList();
        int head = lines.indexOf("             bytes          count  share  type, place");
        assertThat(head).as(report).isPositive();
        return lines.get(head + 1);
    }

    @ParameterizedTest
    @MethodSource("jdksAndCollectors")
    void shouldWriteWhenOneArrayIsTooLarge(Jdk jdk, String collector) throws Exception {
        Program.Outcome outcome = run(jdk, collector, "big", "caught");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.number("caught")).isEqualTo(1);
        assertThat(file()).exists();
    }

    /** Without ZGC, which gives up what is held softly when a thread has to wait for it. */
    @ParameterizedTest
    @MethodSource("jdksAndMostCollectors")
    void shouldWriteNothingWhileThereIsHeap(Jdk jdk, String collector) throws Exception {
        Program.Outcome outcome = run(jdk, collector, "fine", "caught");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayAtOnceWhenThereCanBeNoFile(Jdk jdk) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Program.Outcome outcome = Program.of(jdk, HeapEnd.class)
                .agent("dump-on-oom=" + file.resolve("oom.txt"))
                .arguments("fine", "caught")
                .run();

        assertThat(outcome.err()).contains("dump-on-oom=").hasLineCount(1);
        assertThat(outcome.exitCode()).isZero();
    }

    private Program.Outcome run(Jdk jdk, String collector, String how, String end) throws Exception {
        return program(jdk, collector, how, end).run();
    }

    private Program program(Jdk jdk, String collector, String how, String end) {
        return Program.of(jdk, HeapEnd.class)
                .with("-Xmx64m", "-XX:+Use" + collector + "GC")
                .agent("dump-on-oom=" + file())
                .arguments(how, end);
    }
}
