// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.allocsites.compat.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** async-profiler is native and changes no class; it samples stacks with our hooks on them. */
final class AsyncProfilerIT {
    /** One sample in 16 KB makes 2,000 of them for the larger row: ten times their standard deviation. */
    private static final Percentage SAMPLING = Percentage.withPercentage(25);

    static List<Arguments> runs() {
        return Order.onEachJdk();
    }

    @BeforeEach
    void needsItsLibrary() {
        assumeTrue(OtherAgents.asyncProfiler() != null, "no library for this platform");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyAndSampleProcessorTime(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        run(jdk, order, folder, "event=itimer,interval=1ms,collapsed,file=stacks");

        assertThat(collapsed(folder, "Workload.spin")).isPositive();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyAndSampleAllocations(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        Program.Outcome outcome = run(jdk, order, folder, "event=alloc,alloc=16k,total,collapsed,file=stacks");

        assertThat(collapsed(folder, "Workload.bytes")).isCloseTo(outcome.number("bytes"), SAMPLING);
        assertThat(collapsed(folder, "Workload.nodes")).isCloseTo(outcome.number("nodes"), SAMPLING);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyAndRecordBoth(Jdk jdk, Order order, @TempDir Path folder) throws Exception {
        run(jdk, order, folder, "jfr,event=itimer,interval=1ms,alloc=16k,file=stacks");

        List<RecordedEvent> events = RecordingFile.readAllEvents(folder.resolve("stacks"));
        assertThat(events).anyMatch(event -> of(event, "jdk.ExecutionSample", "spin"));
        assertThat(events).anyMatch(event -> of(event, "jdk.ObjectAllocationInNewTLAB", "bytes"));
        assertThat(events).anyMatch(event -> of(event, "jdk.ObjectAllocationInNewTLAB", "nodes"));
    }

    private static Program.Outcome run(Jdk jdk, Order order, Path folder, String arguments) throws Exception {
        String agent = "-agentpath:" + OtherAgents.asyncProfiler() + "=start," + arguments;
        Program.Outcome outcome = order.with(Program.of(jdk, folder), agent).run(Workload.class);
        Workloads.assertExact(outcome);
        assertThat(outcome.err()).isEmpty();
        return outcome;
    }

    /** The sum of the lines with this frame. */
    private static long collapsed(Path folder, String frame) throws IOException {
        return Files.readAllLines(folder.resolve("stacks")).stream()
                .filter(line -> line.contains(frame))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean of(RecordedEvent event, String type, String method) {
        return event.getEventType().getName().equals(type)
                && event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream().anyMatch(frame -> isWorkload(frame.getMethod(), method));
    }

    private static boolean isWorkload(RecordedMethod method, String name) {
        return method.getType().getName().equals(Workload.class.getName())
                && method.getName().equals(name);
    }
}
