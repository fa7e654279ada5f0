// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.allocsites.workload.ManyStacks;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More stacks than buckets. */
final class ManyStacksIT {
    private static final int BUCKETS = 1024;
    private static final int DEPTH = 32;
    private static final int BUCKET_BYTES = 32 + 8 * DEPTH;
    private static final long EVENTS = (long) ManyStacks.TIMES << ManyStacks.LEVELS;
    private static final long EVENT_BYTES = 128;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepEventsWithoutABucketUnderNoStack(Jdk jdk) throws Exception {
        JsonNode report = report(jdk, "0");
        long unstacked = unstacked(report).get("count").asLong();
        assertThat(unstacked).isBetween(EVENTS * 3 / 4, EVENTS);
        assertThat(report.at("/table/droppedEvents").asLong()).isGreaterThanOrEqualTo(unstacked);
    }

    /** A stack that was dropped has its share as any other's: they are all alike here. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNotGiveTheirShareToOtherStacksWhereStacksAreSampled(Jdk jdk) throws Exception {
        JsonNode report = report(jdk, "1KB");
        JsonNode unstacked = unstacked(report);
        assertThat(unstacked.get("count").asLong()).isBetween(EVENTS / 2, EVENTS);
        assertThat(unstacked.get("estimated").asBoolean()).isTrue();
        assertThat(unstacked.get("samples").asLong()).isPositive();
        assertThat(report.at("/table/droppedEvents").asLong()).isPositive();
    }

    private static JsonNode report(Jdk jdk, String interval) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ManyStacks.class)
                .agent("table.buckets=" + BUCKETS + ",stacks.depth=" + DEPTH + ",stacks.interval=" + interval)
                .run();
        assertThat(outcome.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(outcome.out());
        assertThat(report.at("/table/capacityBuckets").asLong()).isEqualTo(BUCKETS);
        assertThat(report.at("/table/bytes").asLong()).isEqualTo((long) BUCKETS * BUCKET_BYTES);
        assertThat(report.at("/table/occupiedBuckets").asLong()).isLessThanOrEqualTo(BUCKETS);
        long count = 0;
        long bytes = 0;
        for (JsonNode row : rows(report)) {
            count += row.get("count").asLong();
            bytes += row.get("bytes").asLong();
        }
        assertThat(count).isEqualTo(EVENTS);
        assertThat(bytes).isEqualTo(EVENTS * EVENT_BYTES);
        return report;
    }

    private static List<JsonNode> rows(JsonNode report) {
        return report.get("sites").findParents("site").stream()
                .filter(row -> row.get("className").asText().equals(ManyStacks.class.getName())
                        && row.get("method").asText().equals("descend"))
                .toList();
    }

    private static JsonNode unstacked(JsonNode report) {
        return rows(report).stream()
                .filter(row -> row.get("stack").size() <= 1
                        && (row.get("stack").isEmpty()
                                || row.get("stack").get(0).asText().equals("(no stack)")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row without a stack"));
    }
}
