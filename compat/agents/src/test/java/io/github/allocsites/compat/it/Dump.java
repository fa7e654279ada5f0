// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Our report, read by a parser that is not ours. */
record Dump(JsonNode json) {

    /** Events and bytes of some rows. */
    record Sum(long rows, long count, long bytes) {}

    static Dump read(Path file) throws IOException {
        return new Dump(new ObjectMapper().readTree(file.toFile()));
    }

    long number(String pointer) {
        return json.at(pointer).asLong();
    }

    /** The rows of a line that allocate a type. */
    Sum sum(Class<?> type, int line, String allocated) {
        return sum(row -> row.get("className").asText().equals(type.getName())
                && row.get("line").asInt() == line
                && row.get("type").asText().equals(allocated));
    }

    /** Events of the row that has the most. */
    long most(Predicate<JsonNode> wanted) {
        long most = 0;
        for (JsonNode row : json.get("sites")) {
            if (wanted.test(row)) {
                most = Math.max(most, row.get("count").asLong());
            }
        }
        return most;
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
