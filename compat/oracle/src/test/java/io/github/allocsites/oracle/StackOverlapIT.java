// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo under load with stacks sampled as by default, against as many requests with a stack at every event. */
final class StackOverlapIT {
    private static final int SECONDS = Integer.getInteger("overlap.seconds", 60);
    private static final int WARM_UP_TURNS = 5;
    private static final double LEAST_OVERLAP = 0.95;
    private static final double MOST_OFF = 0.05;
    private static final int LARGEST = 20;
    private static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar"));
    private static final String EVERY_STACK = "=stacks.interval=0,table.buckets=262144,memory.max=256MB";

    @TempDir
    private static Path folder;

    private static DemoJar jar;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @BeforeAll
    static void unpack() throws Exception {
        assumeTrue(SECONDS > 0, "takes half an hour for each JDK, so on demand: -Doverlap.seconds=60");
        jar = DemoJar.unpack(folder);
    }

    private interface Requests {
        List<Integer> send(Load load) throws Exception;
    }

    private record Profiled(StackProfile profile, List<Integer> turns) {}

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldBeNearlyTheProfileOfAStackAtEveryEvent(Jdk jdk) throws Exception {
        Profiled sampled = profiled(jdk, "", load -> load.forSeconds(SECONDS));
        Profiled exact = profiled(jdk, EVERY_STACK, load -> load.turns(sampled.turns));
        assertThat(exact.turns).isEqualTo(sampled.turns);

        double overlap = sampled.profile.overlap(exact.profile);
        System.out.printf(
                Locale.ROOT,
                "Sampled stacks on %s, %d requests in %d s, %.0f bytes, %d samples: overlap with all stacks %.4f%n",
                jdk,
                Load.requests(sampled.turns),
                SECONDS,
                sampled.profile.total(),
                sampled.profile.samples(),
                overlap);
        List<String> off = new ArrayList<>();
        for (String line : exact.profile.largestLines(LARGEST)) {
            String text = String.format(
                    Locale.ROOT,
                    "%+.2f %% of %d bytes: %s",
                    100 * sampled.profile.off(exact.profile, line),
                    exact.profile.bytesByLine().get(line),
                    line);
            System.out.println("  " + text);
            if (Math.abs(sampled.profile.off(exact.profile, line)) > MOST_OFF) {
                off.add(text);
            }
        }
        assertThat(overlap).isGreaterThanOrEqualTo(LEAST_OVERLAP);
        assertThat(off).isEmpty();
    }

    private static Profiled profiled(Jdk jdk, String options, Requests requests) throws Exception {
        try (Demo demo = Demo.compiled(jdk, jar, "-javaagent:" + AGENT + options)) {
            Load load = new Load(demo);
            load.turns(List.of(WARM_UP_TURNS, WARM_UP_TURNS));
            try (KeepAlive connection = demo.connect()) {
                assertThat(connection.send("DELETE", "/actuator/allocsites").status())
                        .isEqualTo(204);
            }
            List<Integer> turns = requests.send(load);
            Profiled profiled = new Profiled(StackProfile.of(demo), turns);
            demo.terminate();
            return profiled;
        }
    }
}
