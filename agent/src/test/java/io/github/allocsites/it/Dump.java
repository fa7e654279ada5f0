// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A report, read by a parser that is not ours. */
record Dump(JsonNode json) {

    /** Events and bytes of some rows. */
    record Sum(long rows, long count, long bytes) {}

    static Dump read(Path file) throws IOException {
        return new Dump(new ObjectMapper().readTree(file.toFile()));
    }

    long total(String field) {
        return json.get("totals").get(field).asLong();
    }

    /** The rows of a method of a workload's class that allocate a type. */
    Sum sum(Class<?> type, String method, String allocated) {
        return sum(row -> row.get("className").asText().equals(type.getName())
                && row.get("method").asText().equals(method)
                && row.get("type").asText().equals(allocated));
    }

    Sum sum(Predicate<JsonNode> wanted) {
        long rows = 0;
        long count = 0;
        long bytes = 0;
        for (JsonNode row : json.get("sites")) {
            if (wanted.test(row)) {
                rows++;
                count += row.get("count").asLong();
                bytes += row.get("bytes").asLong();
            }
        }
        return new Sum(rows, count, bytes);
    }
}
