// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.report.Pprof;
import io.github.allocsites.workload.Scraped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a collector that subtracts profiles makes of a program's. */
final class ScrapesIT {
    private static final String SITE = Scraped.class.getName() + ".array:";

    @TempDir
    Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldGiveWhatCameBetweenAndNothingNegativeWhenReset(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, Scraped.class).agent("").arguments(folder).run();
        assertThat(outcome.err()).isEmpty();
        Pprof first = read("first");
        Pprof second = read("second");

        check(second.since(first), Scraped.BETWEEN, outcome.number("second") - outcome.number("first"));
        check(read("third").since(second), Scraped.AFTER_RESET, outcome.number("third"));
    }

    private Pprof read(String name) throws Exception {
        return Pprof.read(Files.readAllBytes(folder.resolve(name + ".pb.gz")));
    }

    private static void check(Map<List<String>, List<Long>> delta, long arrays, long all) {
        long ofSite = 0;
        long total = 0;
        for (Map.Entry<List<String>, List<Long>> stack : delta.entrySet()) {
            assertThat(stack.getValue()).as(stack.getKey().toString()).allMatch(value -> value >= 0);
            total += stack.getValue().get(0);
            ofSite += stack.getKey().get(1).startsWith(SITE) ? stack.getValue().get(0) : 0;
        }
        assertThat(ofSite).isEqualTo(arrays);
        assertThat(total).isEqualTo(all);
    }
}
