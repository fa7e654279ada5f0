// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the endpoint says of stacks and of the application's lines.
 *
 * @param bytesByStack by a row's id and stack
 * @param bytesByLine by the application's line, most bytes first
 * @param samples stacks that were captured, of rows that rest on several
 */
record StackProfile(Map<List<String>, Long> bytesByStack, Map<String, Long> bytesByLine, long samples) {
    private static final String ENDPOINT = "/actuator/allocsites?limit=100000&groupBy=";

    static StackProfile of(Demo demo) throws IOException {
        Map<List<String>, Long> stacks = new HashMap<>();
        long samples = 0;
        for (JsonNode row : rows(demo, "stack")) {
            stacks.merge(key(row), row.get("bytes").asLong(), Long::sum);
            samples += row.get("samples").asLong(0);
        }
        Map<String, Long> lines = new LinkedHashMap<>();
        for (JsonNode row : rows(demo, "app")) {
            if (!row.get("className").isNull()) {
                lines.put(row.get("site").asText(), row.get("bytes").asLong());
            }
        }
        return new StackProfile(stacks, lines, samples);
    }

    private static JsonNode rows(Demo demo, String groupBy) throws IOException {
        try (KeepAlive connection = demo.connect()) {
            KeepAlive.Answer answer = connection.send("GET", ENDPOINT + groupBy);
            assertThat(answer.status()).isEqualTo(200);
            JsonNode report = new ObjectMapper().readTree(answer.body());
            assertThat(report.at("/table/droppedEvents").asLong()).isZero();
            return report.get("sites");
        }
    }

    private static List<String> key(JsonNode row) {
        return List.of(row.get("id").asText(), row.get("stack").toString());
    }

    /** Parts of all bytes that both give to the same stacks, 0..1. */
    double overlap(StackProfile other) {
        double total = total();
        double otherTotal = other.total();
        double common = 0;
        for (Map.Entry<List<String>, Long> each : bytesByStack.entrySet()) {
            common +=
                    Math.min(each.getValue() / total, other.bytesByStack.getOrDefault(each.getKey(), 0L) / otherTotal);
        }
        return common;
    }

    double total() {
        return bytesByStack.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How far a line is off from what another profile says of it. */
    double off(StackProfile exact, String line) {
        return (double) bytesByLine.getOrDefault(line, 0L) / exact.bytesByLine.get(line) - 1;
    }

    List<String> largestLines(int most) {
        return bytesByLine.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
