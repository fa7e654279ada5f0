// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;

/**
 * Requests for one route of the demo over one connection: N, and once more 2N. Only what lies between is counted, so
 * that neither start-up nor warm-up is.
 *
 * @param difference what twice as many requests allocate more, in all threads
 * @param answer to each request
 */
record HttpRun(Rows difference, KeepAlive.Answer answer) {
    private static final String ROUTE = "/orders?page=3&size=5";
    private static final String ENDPOINT = "/actuator/allocsites";
    private static final Path AGENT = Path.of(System.getProperty("allocsites.agent.jar"));

    /** More than java.lang.invoke and reflection wait before they generate code for what is called often. */
    private static final int WARM_UP = 300;

    /**
     * From one request to the next. The threads that answer and poll wait again by then; and Tomcat, which makes a new
     * date for its answers once more than 1,000 ms went by, does so at every 13th request, never at another.
     */
    private static final long PACE_MILLIS = 80;

    /** After twice that Tomcat makes a new date at the next request, however long the last answer took to write. */
    private static final long AT_REST_MILLIS = 700;

    /** Some requests, and what the agent's endpoint then has to report. */
    private record Phase(Instant start, Instant end, KeepAlive.Answer answer, String report) {
        boolean includes(RecordedEvent event) {
            Instant time = event.getStartTime();
            return time.isAfter(start) && time.isBefore(end);
        }
    }

    static HttpRun underOracle(Jdk jdk, DemoJar jar, int requests, Path library, Path folder) throws Exception {
        Path recording = folder.resolve("recording.jfr");
        Files.deleteIfExists(recording);
        List<Phase> phases =
                phases(jdk, jar, AsyncProfiler.flag(library, recording, OracleRecording.FRAMES_OF_ROWS), requests);
        List<Rows> rows = OracleRecording.read(recording, List.of(phases.get(0)::includes, phases.get(1)::includes));
        Files.delete(recording);
        return of(phases, rows.get(0), rows.get(1));
    }

    static HttpRun underAgent(Jdk jdk, DemoJar jar, int requests) throws Exception {
        List<Phase> phases = phases(jdk, jar, "-javaagent:" + AGENT, requests);
        Rows once = Report.read(phases.get(0).report());
        Rows twice = Report.read(phases.get(1).report());
        return of(phases, once, twice);
    }

    private static HttpRun of(List<Phase> phases, Rows once, Rows twice) {
        return new HttpRun(
                twice.minus(once).mapped(HttpRun::withoutHash), phases.get(0).answer());
    }

    /** Which line of a hash table makes a node depends on hash codes, and these on the other threads of the JVM. */
    private static Row withoutHash(Row row) {
        return row.className().equals("java.util.concurrent.ConcurrentHashMap")
                ? new Row(row.className(), row.method(), Row.NO_LINE, row.type())
                : row;
    }

    private static List<Phase> phases(Jdk jdk, DemoJar jar, String flag, int requests) throws Exception {
        try (Demo demo = Demo.interpreted(jdk, jar, flag);
                KeepAlive connection = demo.connect()) {
            Phase warmUp = phase(connection, WARM_UP, 0);
            List<Phase> phases =
                    List.of(phase(connection, requests, PACE_MILLIS), phase(connection, 2 * requests, PACE_MILLIS));
            demo.terminate();
            assertThat(Stream.concat(Stream.of(warmUp), phases.stream()).map(Phase::answer))
                    .containsOnly(warmUp.answer());
            return phases;
        }
    }

    /** The agent is asked in all runs, be it there or not: the demo is to do the same. */
    private static Phase phase(KeepAlive connection, int requests, long paceMillis) throws Exception {
        rest();
        assertThat(connection.send("DELETE", ENDPOINT).status()).isEqualTo(204);
        Instant start = rest();
        KeepAlive.Answer answer = repeat(connection, requests, paceMillis);
        Instant end = rest();
        KeepAlive.Answer report = connection.send("GET", ENDPOINT + "?groupBy=site&limit=100000");
        assertThat(report.status()).isEqualTo(200);
        return new Phase(start, end, answer, report.body());
    }

    /** What goes before is over by the moment returned, and what comes after has not begun. */
    private static Instant rest() throws InterruptedException {
        Thread.sleep(AT_REST_MILLIS);
        Instant between = Instant.now();
        Thread.sleep(AT_REST_MILLIS);
        return between;
    }

    private static KeepAlive.Answer repeat(KeepAlive connection, int times, long paceMillis) throws Exception {
        long start = System.nanoTime();
        KeepAlive.Answer first = connection.send("GET", ROUTE);
        for (int time = 1; time < times; time++) {
            awaitMillis(start, time * paceMillis);
            assertThat(connection.send("GET", ROUTE)).isEqualTo(first);
        }
        assertThat(first.status()).isEqualTo(200);
        return first;
    }

    private static void awaitMillis(long start, long afterMillis) throws InterruptedException {
        long passedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Thread.sleep(Math.max(0, afterMillis - passedMillis));
    }
}
