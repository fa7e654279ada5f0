// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.allocsites.workload.KnownCounts;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Under every choice of the JVM's that could change what an object takes or how a hook is compiled. The bytes expected
 * are those the JVM's own counter of the thread shows: for one object of each kind, and for all that a thread did.
 */
final class KnownCountsIT {
    private static final String NODE = "io.github.allocsites.workload.KnownCounts$Node";
    private static final String EMPTY = "io.github.allocsites.workload.KnownCounts$Empty";

    /** Enough where the interpreter runs them. */
    private static final int FEW = 2_000 * KnownCounts.TURN;

    private static final List<String> FLAGS = List.of(
            "-XX:+UseG1GC",
            "-XX:+UseSerialGC",
            "-XX:+UseParallelGC",
            "-XX:+UseZGC",
            "-XX:-UseCompressedOops",
            "-XX:ObjectAlignmentInBytes=16",
            "-XX:TieredStopAtLevel=1",
            "-XX:-TieredCompilation",
            "-Xint");

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    static Stream<Arguments> jdksAndFlags() {
        return Jdk.all().stream().flatMap(jdk -> FLAGS.stream().map(flag -> Arguments.of(jdk, flag)));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountEveryEventAndByte(Jdk jdk) throws Exception {
        check(Program.of(jdk, KnownCounts.class).recorded().run(), KnownCounts.EVENTS);
    }

    @ParameterizedTest
    @MethodSource("jdksAndFlags")
    void shouldCountTheSameWhateverTheFlags(Jdk jdk, String flag) throws Exception {
        check(
                Program.of(jdk, KnownCounts.class)
                        .with(flag)
                        .arguments(FEW)
                        .recorded()
                        .run(),
                FEW);
    }

    /** Here the JVM's word on each object's size is heard, too. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountTheSameWhenHeadersAreSmall(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() >= 25, "this JDK has headers of one size");
        Program.Outcome outcome = Program.of(jdk, KnownCounts.class)
                .with("-XX:+UseCompactObjectHeaders", "-javaagent:" + AgentJar.of(KnownCounts.class))
                .recorded()
                .run();

        check(outcome, KnownCounts.EVENTS);
        for (String kind : List.of("bytes", "node", "empty")) {
            assertThat(outcome.number(kind)).isEqualTo(outcome.number(kind + ".size"));
        }
        assertThat(outcome.number("empty.size")).isEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepTotalsWhenTheTableIsTooSmall(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, KnownCounts.class).recorded("table.buckets=64").run();

        check(outcome, KnownCounts.EVENTS);
        assertThat(outcome.report().json().at("/table/capacityBuckets").asInt()).isEqualTo(64);
        assertThat(outcome.report().json().at("/table/droppedEvents").asLong()).isPositive();
    }

    private static void check(Program.Outcome outcome, int eventsOfAThread) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("counted")).isEqualTo(outcome.number("jvm"));
        Dump report = outcome.report();
        long events = (long) KnownCounts.THREADS * eventsOfAThread;
        assertThat(report.sum(KnownCounts.class, "bytes", "byte[]"))
                .isEqualTo(new Dump.Sum(1, events, events * outcome.number("bytes")));
        assertThat(report.sum(KnownCounts.class, "nodes", NODE))
                .isEqualTo(new Dump.Sum(1, events, events * outcome.number("node")));
        assertThat(report.sum(KnownCounts.class, "empties", EMPTY))
                .isEqualTo(new Dump.Sum(1, events, events * outcome.number("empty")));
        assertThat(report.sum(KnownCounts.class, "lengths", "long[]"))
                .isEqualTo(new Dump.Sum(1, events, events / 16 * outcome.number("lengths")));
        assertThat(levels(report)).isEqualTo(events / 16 * outcome.number("levels"));
        assertThat(report.sum(KnownCounts.class, "levels", "short[][][]").count())
                .isEqualTo(events / 16);
        assertThat(report.sum(KnownCounts.class, "levels", "short[][]").count()).isEqualTo(events / 8);
        Dump.Sum all = report.sum(row -> true);
        assertThat(all.count()).isEqualTo(report.total("count"));
        assertThat(all.bytes()).isEqualTo(report.total("bytes"));
    }

    private static long levels(Dump report) {
        return report.sum(KnownCounts.class, "levels", "short[][][]").bytes()
                + report.sum(KnownCounts.class, "levels", "short[][]").bytes();
    }
}
