// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.compat.workload.Workload;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenTelemetry's agent instruments the JDK's HTTP client and server, and we do so too. */
final class OpenTelemetryIT {
    /** Said by the JVM: that agent appends to the class path of the bootstrap loader. */
    private static final String NO_SHARING = ".* VM warning: Sharing is only supported for boot loader classes .*";

    private static final String ITS_LOG = "\\[otel\\.javaagent .*\\] INFO .*";

    static List<Arguments> runs() {
        return Order.onEachJdk();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyAndTrace(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        Program.Outcome outcome = order.with(
                        Program.of(jdk, folder),
                        "-javaagent:" + OtherAgents.openTelemetry(),
                        "-Dotel.traces.exporter=console",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none")
                .run(Workload.class, "/first", "/second");

        Workloads.assertExact(outcome);
        assertThat(outcome.err().lines()).allMatch(line -> line.matches(NO_SHARING) || line.matches(ITS_LOG));
        assertThat(outcome.out().lines().filter(line -> line.equals("status=200")))
                .hasSize(2);
        for (String path : List.of("/first", "/second")) {
            assertThat(spans(outcome, "CLIENT", path)).as("client, " + path).isOne();
            assertThat(spans(outcome, "SERVER", path)).as("server, " + path).isOne();
        }
    }

    private static long spans(Program.Outcome outcome, String kind, String path) {
        return outcome.err()
                .lines()
                .filter(line -> line.contains("LoggingSpanExporter - 'GET"))
                .filter(line -> line.contains(" " + kind + " [tracer: io.opentelemetry.java-http-"))
                .filter(line -> line.contains(path))
                .count();
    }
}
