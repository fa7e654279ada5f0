// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the JSON says, for readers of other formats to say the same. */
final class JsonStacks {
    private JsonStacks() {}

    /** Objects and bytes by the type and the frames above, as stack traces show them. */
    static Map<List<String>, List<Long>> of(Snapshot snapshot) throws IOException {
        Query query = new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of(), null, GroupBy.STACK);
        Map<List<String>, List<Long>> stacks = new LinkedHashMap<>();
        for (JsonNode row : rows(snapshot, query)) {
            List<String> frames = new ArrayList<>();
            frames.add(row.get("type").asText());
            row.get("stack").forEach(frame -> frames.add(frame.asText()));
            if (frames.contains("(no stack)")) {
                frames.add(1, row.get("site").asText());
            }
            stacks.merge(
                    frames,
                    List.of(row.get("count").asLong(), row.get("bytes").asLong()),
                    (one, other) -> List.of(one.get(0) + other.get(0), one.get(1) + other.get(1)));
        }
        return stacks;
    }

    /** Bytes by type. */
    static Map<String, Long> bytesByType(Snapshot snapshot) throws IOException {
        Query query = new Query(Integer.MAX_VALUE, SortBy.BYTES, List.of(), null, GroupBy.TYPE);
        Map<String, Long> types = new LinkedHashMap<>();
        for (JsonNode row : rows(snapshot, query)) {
            types.put(row.get("type").asText(), row.get("bytes").asLong());
        }
        return types;
    }

    private static JsonNode rows(Snapshot snapshot, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonWriter().write(snapshot, query, out);
        return new ObjectMapper().readTree(out.toByteArray()).get("sites");
    }
}
