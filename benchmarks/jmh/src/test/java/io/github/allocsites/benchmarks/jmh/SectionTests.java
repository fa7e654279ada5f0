// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.benchmarks.jmh.Measured.Round;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

final class SectionTests {
    static List<Section> sections() {
        return List.of(new EventSection(), new ManySitesSection(), new TableSection(), new ReadingSection());
    }

    private static Map<Trial, Measured> equal(Section section) {
        Map<Trial, Measured> all = new LinkedHashMap<>();
        section.trials().forEach(trial -> all.put(trial, new Measured(List.of(new Round(List.of(4.0), 16)))));
        return all;
    }

    @ParameterizedTest
    @MethodSource("sections")
    void shouldMeasureBenchmarksThatExist(Section section) throws Exception {
        for (Trial trial : section.trials()) {
            int dot = trial.benchmark().lastIndexOf('.');
            Method[] methods =
                    Class.forName(trial.benchmark().substring(0, dot)).getMethods();
            assertThat(Arrays.stream(methods).filter(method -> method.isAnnotationPresent(Benchmark.class)))
                    .extracting(Method::getName)
                    .contains(trial.benchmark().substring(dot + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("sections")
    void shouldWriteWhatItMeasured(Section section) {
        assertThat(section.text(equal(section)))
                .startsWith("## ")
                .contains("| 1.00 |")
                .endsWith("|\n\n");
    }

    @Test
    void shouldHoldTwoThreadsAgainstOne() {
        EventSection section = new EventSection();
        Map<Trial, Measured> measured = equal(section);
        measured.replaceAll((trial, four) -> trial.threads() == 2
                        && trial.agentOptions() != null
                        && trial.benchmark().endsWith("objectOfOneProbe")
                ? new Measured(List.of(new Round(List.of(8.0), 16)))
                : four);

        assertThat(section.text(measured))
                .contains("| object, all threads on one probe | 1.00 | 2.00 | 2.00 | beyond |")
                .contains("| object, each thread on its own | 1.00 | 1.00 | 1.00 | within |");
    }
}
