// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.allocsites.workload.KnownCounts;
import io.github.allocsites.workload.Loaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code -javaagent} does to a process, and what it leaves alone. */
final class InstallationIT {
    private static final String LOADERS = Loaders.class.getName();

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldInstrumentTheJdkToItsRoots(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Loaders.class).recorded().run();

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.report()
                        .sum(row -> className(row).equals("java.lang.Thread"))
                        .count())
                .isPositive();
        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith("java.util."))
                        .count())
                .isPositive();
        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith("io.github.allocsites.agent."))
                        .rows())
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveTheJdkAloneWhenAsked(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, Loaders.class).recorded("instrument.jdk=false").run();

        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith("java."))
                        .rows())
                .isZero();
        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith(LOADERS))
                        .count())
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveExcludedClassesAlone(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Loaders.class)
                .recorded("instrument.exclude=io.github.allocsites.workload.Loaders,java.util.concurrent")
                .run();

        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith(LOADERS))
                        .rows())
                .isZero();
        assertThat(outcome.report()
                        .sum(row -> className(row).startsWith("java.util."))
                        .count())
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLetClassLoadersBeCollected(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Loaders.class).recorded().run();

        assertThat(outcome.out()).contains("collected=true");
    }

    /** The JVM's own log of loaded classes is the witness. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldDefineTheStoresOnce(Jdk jdk) throws Exception {
        Path log = Files.createTempFile("allocsites", ".log");
        Program.of(jdk, KnownCounts.class)
                .with("-Xlog:class+load:file=" + log)
                .recorded()
                .run();

        List<String> stores = Files.readAllLines(log).stream()
                .filter(line -> line.contains("io.github.allocsites.table.") && !line.contains("Definer"))
                .map(line -> line.replaceAll(".*(io\\.github\\.allocsites\\.table\\.[\\w$]+).*", "$1"))
                .toList();
        assertThat(stores).isNotEmpty().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayInOneLineWhatIsWrongWithItsArgument(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, Loaders.class).agent("tabel.buckets=64").run();

        assertThat(outcome.err().lines()).hasSize(1).first().asString().contains("tabel.buckets=64: unknown");
        assertThat(outcome.out()).contains("collected=true");
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldDoNothingWhenDisabled(Jdk jdk) throws Exception {
        Path log = Files.createTempFile("allocsites", ".log");
        Program.Outcome outcome = Program.of(jdk, Loaders.class)
                .with("-Xlog:class+load:file=" + log)
                .environment("ALLOCSITES_ENABLED", "false")
                .agent("")
                .run();

        assertThat(outcome.err()).isEmpty();
        assertThat(Files.readString(log)).doesNotContain("AllocSitesShim", "io.github.allocsites.table.");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldTakeOptionsFromTheEnvironmentUnlessTheArgumentSaysOtherwise(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Loaders.class)
                .environment("ALLOCSITES_TABLE_BUCKETS", "128")
                .environment("ALLOCSITES_STACKS_DEPTH", "16")
                .recorded("table.buckets=256")
                .run();

        assertThat(outcome.report().json().at("/table/capacityBuckets").asInt()).isEqualTo(256);
        assertThat(outcome.report().json().at("/table/bytes").asInt()).isEqualTo(256 * (32 + 8 * 16));
    }

    private static String className(JsonNode row) {
        return row.get("className").asText();
    }
}
