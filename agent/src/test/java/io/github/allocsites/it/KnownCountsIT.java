// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.KnownCounts;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes expected are those the JVM's own counter of the thread shows for one object of each kind. */
final class KnownCountsIT {
    private static final long EVENTS = (long) KnownCounts.THREADS * KnownCounts.EVENTS;
    private static final String NODE = "io.github.allocsites.workload.KnownCounts$Node";

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountEveryEventAndByte(Jdk jdk) throws Exception {
        check(Program.of(jdk, KnownCounts.class).recorded().run());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountTheSameWhenEveryClassIsVerified(Jdk jdk) throws Exception {
        check(Program.of(jdk, KnownCounts.class)
                .with("-XX:+UnlockDiagnosticVMOptions", "-XX:+BytecodeVerificationLocal")
                .recorded()
                .run());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountTheSameWhenObjectsAreLarger(Jdk jdk) throws Exception {
        check(Program.of(jdk, KnownCounts.class)
                .with("-XX:-UseCompressedOops")
                .recorded()
                .run());
        check(Program.of(jdk, KnownCounts.class)
                .with("-XX:ObjectAlignmentInBytes=16")
                .recorded()
                .run());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepTotalsWhenTheTableIsTooSmall(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, KnownCounts.class).recorded("table.buckets=64").run();

        check(outcome);
        assertThat(outcome.report().json().at("/table/capacityBuckets").asInt()).isEqualTo(64);
        assertThat(outcome.report().json().at("/table/droppedEvents").asLong()).isPositive();
    }

    private static void check(Program.Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        Dump report = outcome.report();
        assertThat(report.sum(KnownCounts.class, "bytes", "byte[]"))
                .isEqualTo(new Dump.Sum(1, EVENTS, EVENTS * outcome.number("bytes")));
        assertThat(report.sum(KnownCounts.class, "nodes", NODE))
                .isEqualTo(new Dump.Sum(1, EVENTS, EVENTS * outcome.number("node")));
        assertThat(report.sum(KnownCounts.class, "lengths", "long[]"))
                .isEqualTo(new Dump.Sum(1, EVENTS, EVENTS / 16 * outcome.number("lengths")));
        assertThat(levels(report)).isEqualTo(EVENTS / 100 * outcome.number("levels"));
        assertThat(report.sum(KnownCounts.class, "levels", "short[][][]").count())
                .isEqualTo(EVENTS / 100);
        assertThat(report.sum(KnownCounts.class, "levels", "short[][]").count()).isEqualTo(EVENTS / 50);
        Dump.Sum all = report.sum(row -> true);
        assertThat(all.count()).isEqualTo(report.total("count"));
        assertThat(all.bytes()).isEqualTo(report.total("bytes"));
    }

    private static long levels(Dump report) {
        return report.sum(KnownCounts.class, "levels", "short[][][]").bytes()
                + report.sum(KnownCounts.class, "levels", "short[][]").bytes();
    }
}
