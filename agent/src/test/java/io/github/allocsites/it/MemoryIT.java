// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.allocsites.workload.Collecting;
import io.github.allocsites.workload.EqualIds;
import io.github.allocsites.workload.FromImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of the promises when memory is short, by our bound or by the system, and what the JVM holds for us. */
final class MemoryIT {
    private static final long EVENTS = (long) EqualIds.THREADS * EqualIds.EVENTS;

    /** The index of an image and what the agent loads itself; its reader holds 10 MB for 500 classes it gave out. */
    private static final long MOST_KILOBYTES = 4_096;

    private static String[] limitedTo(String size) {
        return new String[] {
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:NativeMemoryTracking=summary",
            "-XX:MallocLimit=Other:" + size + ":oom",
            "-Xlog:disable", // the JVM's own word on each refusal
            "-Xlog:all=off"
        };
    }

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStayExactWithinItsBoundAndSayWhatWasGivenUp(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, EqualIds.class).recorded("memory.max=1MB").run();

        assertThat(outcome.report().sum(EqualIds.class, "events", "byte[]").count())
                .isEqualTo(EVENTS);
        assertThat(outcome.report().json().at("/agent/maxBytes").asLong()).isEqualTo(1 << 20);
        assertThat(outcome.report().json().at("/agent/ownBytes").asLong()).isLessThanOrEqualTo(1 << 20);
        assertThat(outcome.report().json().at("/status").asText()).isEqualTo("RECORDING");
        assertThat(outcome.report().json().at("/reason").asText())
                .contains("allocsites.memory.max=1024KB has room for 2048 of the 65536 table buckets");
        assertThat(outcome.err()).isEmpty();
    }

    /** The JVM refuses what allocateMemory asks for beyond 5 MB: enough for the fixed parts, not for such a table. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWithoutStacksWhenTheSystemRefusesMemory(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() >= 21, "this JDK cannot limit native memory");
        Program.Outcome outcome = Program.of(jdk, EqualIds.class)
                .with(limitedTo("5m"))
                .recorded("memory.max=1GB,table.buckets=1048576")
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.report().sum(EqualIds.class, "events", "byte[]").count())
                .isEqualTo(EVENTS);
        assertThat(outcome.report().json().at("/status").asText()).isEqualTo("RECORDING");
        assertThat(outcome.report().json().at("/reason").asText())
                .contains("the system refused memory for the call-site table: rows have no stacks");
        assertThat(outcome.report().json().at("/sites/0/stack")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldStepAsideWhenTheSystemRefusesAllMemory(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() >= 21, "this JDK cannot limit native memory");
        Program.Outcome outcome = Program.of(jdk, EqualIds.class)
                .with(limitedTo("100k"))
                .recorded()
                .run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines()).hasSize(1).first().asString().contains("refused", "bytes of memory");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKnowThePeakBetweenReadsWithoutMakingTheJvmAllocate(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Collecting.class).recorded().run();

        assertThat(outcome.number("peak")).isGreaterThanOrEqualTo(Collecting.HELD_BYTES);
        assertThat(outcome.number("management")).isZero();
    }

    /** By the kernel's count of resident pages. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNotHoldTheImageOfTheJdkForTheClassesItReadFromIt(Jdk jdk) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/smaps")), "this system does not say what is resident");
        Program.of(jdk, FromImage.class).agent("").run(); // pages that the system has not cached are mapped one by one
        long without = Program.of(jdk, FromImage.class).run().number("imageKilobytes");
        Program.Outcome with = Program.of(jdk, FromImage.class).recorded().run();

        assumeTrue(without > 0, "this JDK has no image, or one elsewhere");
        assertThat(with.report().json().at("/status").asText()).isEqualTo("RECORDING");
        assertThat(with.number("imageKilobytes") - without).isLessThan(MOST_KILOBYTES);
    }
}
