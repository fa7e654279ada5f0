// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Pprof;
import io.github.allocsites.workload.KnownCounts;
import io.github.allocsites.workload.Lasting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every format, and those written every so often. */
final class DumpsIT {
    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @CsvSource({
        "report.json, '{\"format\":1,'",
        "report.dhat.json, '{\"dhatFileVersion\":2,'",
        "report.csv, 'id,site,className,'",
        "report.html, '<!DOCTYPE html>'",
        "report.collapsed, ''",
        "report.pb.gz, ''"
    })
    void shouldWriteTheFormatOfTheName(String name, String begin) throws Exception {
        Path file = folder.resolve(name);
        Program.Outcome outcome = Program.of(Jdk.all().get(0), KnownCounts.class)
                .agent("dump=" + file)
                .run();

        assertThat(outcome.err()).isEmpty();
        if (name.endsWith(".pb.gz")) {
            assertThat(Pprof.read(Files.readAllBytes(file)).sum(1)).isPositive();
        } else {
            assertThat(Files.readString(file)).startsWith(begin).contains("KnownCounts");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepTheLastTenAndTheNewestUnderTheName(Jdk jdk) throws Exception {
        Path file = folder.resolve("sub").resolve("report.json");
        Program.Outcome outcome = Program.of(jdk, Lasting.class)
                .agent("dump=" + file + ",dump.every=1s")
                .arguments(file.getParent())
                .run();

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(folder.resolve("sub").toFile().list())
                .containsExactlyInAnyOrder(
                        "report.json",
                        "report-1.json",
                        "report-2.json",
                        "report-3.json",
                        "report-4.json",
                        "report-5.json",
                        "report-6.json",
                        "report-7.json",
                        "report-8.json",
                        "report-9.json");
        long newer = Dump.read(file).total("count");
        for (int age = 1; age < 10; age++) {
            long older = Dump.read(folder.resolve("sub").resolve("report-" + age + ".json"))
                    .total("count");
            assertThat(older).isPositive().isLessThan(newer);
            newer = older;
        }
    }
}
