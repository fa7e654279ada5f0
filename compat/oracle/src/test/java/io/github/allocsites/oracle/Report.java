// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The agent's report as its endpoint has it. */
final class Report {
    private Report() {}

    /** All its rows. */
    static Rows read(String json) throws IOException {
        Rows rows = new Rows();
        for (JsonNode site : new ObjectMapper().readTree(json).get("sites")) {
            rows.add(
                    row(site),
                    new Sum(site.get("count").asLong(), site.get("bytes").asLong()));
        }
        return rows;
    }

    private static Row row(JsonNode site) {
        return Row.of(
                site.get("className").asText(),
                site.get("method").asText(),
                site.get("line").asInt(Row.NO_LINE),
                site.get("type").asText());
    }
}
