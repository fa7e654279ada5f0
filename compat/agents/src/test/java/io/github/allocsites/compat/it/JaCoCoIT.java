// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.compat.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.analysis.IClassCoverage;
import org.jacoco.core.analysis.ICounter;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * JaCoCo knows a class by a checksum of the bytes that its agent was given. Where these carry our hooks its report
 * finds no data for the class file, and shows everything as not covered.
 */
final class JaCoCoIT {
    private static final String WORKLOAD = Workload.class.getName().replace('.', '/');

    static List<Arguments> runs() {
        return Order.onEachJdk();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyAndCover(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        Path exec = folder.resolve("jacoco.exec");

        Program.Outcome outcome =
                order.with(Program.of(jdk, folder), jaCoCo(exec)).run(Workload.class);

        Workloads.assertExact(outcome);
        assertThat(outcome.err()).isEmpty();
        IClassCoverage coverage = coverage(exec);
        assertThat(coverage.isNoMatch())
                .as("data is of another class than the file")
                .isFalse();
        assertThat(coverage.getLine(Workloads.BYTES_LINE).getStatus()).isEqualTo(ICounter.FULLY_COVERED);
        assertThat(coverage.getLine(Workloads.NODES_LINE).getStatus()).isEqualTo(ICounter.FULLY_COVERED);
        assertThat(coverage.getLine(Workloads.NEVER_LINE).getStatus()).isEqualTo(ICounter.NOT_COVERED);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCoverWhatIsCoveredWithoutUs(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        Path alone = folder.resolve("alone.exec");
        Path both = folder.resolve("both.exec");

        Program.of(jdk, folder).with(jaCoCo(alone)).run(Workload.class, "/page");
        order.with(Program.of(jdk, folder), jaCoCo(both)).run(Workload.class, "/page");

        assertThat(probes(both)).isEqualTo(probes(alone)).containsKey(WORKLOAD);
    }

    private static String jaCoCo(Path exec) {
        return "-javaagent:" + OtherAgents.jaCoCo() + "=destfile=" + exec;
    }

    private static IClassCoverage coverage(Path exec) throws IOException {
        CoverageBuilder builder = new CoverageBuilder();
        Analyzer analyzer = new Analyzer(load(exec).getExecutionDataStore(), builder);
        Path file = Workloads.CLASSES.resolve(WORKLOAD + ".class");
        analyzer.analyzeClass(Files.readAllBytes(file), file.toString());
        Collection<IClassCoverage> classes = builder.getClasses();
        assertThat(classes).hasSize(1);
        return classes.iterator().next();
    }

    /** Checksum and probes of each class of the workload. */
    private static Map<String, String> probes(Path exec) throws IOException {
        Map<String, String> probes = new TreeMap<>();
        for (ExecutionData data : load(exec).getExecutionDataStore().getContents()) {
            if (data.getName().startsWith("io/github/allocsites/compat/workload/")) {
                probes.put(data.getName(), data.getId() + " " + Arrays.toString(data.getProbes()));
            }
        }
        return probes;
    }

    private static ExecFileLoader load(Path exec) throws IOException {
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(exec.toFile());
        return loader;
    }
}
