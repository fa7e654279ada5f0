// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.allocsites.workload.LiveThreads;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exact, and within the bound of its memory, when more threads live than the memory holds counters for. */
final class LiveThreadsIT {
    private static final long EVENTS =
            (long) LiveThreads.THREADS * LiveThreads.TIMES * LiveThreads.SPECIMENS * LiveThreads.EVENTS_OF_ONE;

    static Stream<Arguments> jdksAndBounds() {
        return Jdk.all().stream()
                .flatMap(jdk -> Stream.of(1, 2, 16, 64).map(megabytes -> Arguments.of(jdk, megabytes)));
    }

    @ParameterizedTest
    @MethodSource("jdksAndBounds")
    void shouldCountEveryEventWithinItsMemory(Jdk jdk, int megabytes) throws Exception {
        Program.Outcome outcome = Program.of(jdk, LiveThreads.class)
                .recorded("memory.max=" + megabytes + "MB")
                .run();

        System.out.println(jdk + ", memory.max=" + megabytes + "MB: "
                + String.join(" ", outcome.out().lines().toList()));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.number("counted")).isEqualTo(EVENTS);
        assertThat(outcome.report().sum(LiveThreadsIT::isSpecimen).count()).isEqualTo(EVENTS);
        for (String when : List.of("before", "live", "after")) {
            assertThat(outcome.number(when + ".own")).isLessThanOrEqualTo((long) megabytes << 20);
        }
    }

    private static boolean isSpecimen(JsonNode row) {
        return row.get("className").asText().contains(".GeneratedMethodAccessor")
                && row.get("method").asText().equals("run");
    }
}
