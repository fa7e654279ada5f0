// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A report as a client reads it: by a parser that is not ours. */
record Answer(JsonNode json, List<Row> rows) {

    /** One row; null where the report has null. */
    record Row(
            String id,
            String site,
            String className,
            String method,
            String file,
            Integer line,
            String type,
            long count,
            long bytes,
            double share,
            List<String> stack) {

        boolean isIn(String packageName) {
            return className != null && className.startsWith(packageName + ".");
        }
    }

    static JsonNode parse(String json) {
        return JsonMapper.shared().readTree(json);
    }

    static Row row(JsonNode json) {
        return JsonMapper.shared().treeToValue(json, Row.class);
    }

    static Answer of(JsonNode json) {
        List<Row> rows = new ArrayList<>();
        json.get("sites").forEach(each -> rows.add(row(each)));
        return new Answer(json, rows);
    }

    String text(String pointer) {
        return json.at(pointer).asString();
    }

    long number(String pointer) {
        return json.at(pointer).asLong();
    }

    boolean isNull(String pointer) {
        return json.at(pointer).isNull();
    }

    List<Row> rowsIn(String packageName) {
        return rows.stream().filter(row -> row.isIn(packageName)).toList();
    }

    /** Demands that every row there is was answered, and that the totals are their sum. */
    void checkComplete() {
        assertThat(number("/returned")).isEqualTo(number("/matched")).isEqualTo(rows.size());
        assertThat(number("/totals/count"))
                .isPositive()
                .isEqualTo(rows.stream().mapToLong(Row::count).sum());
        assertThat(number("/totals/bytes"))
                .isPositive()
                .isEqualTo(rows.stream().mapToLong(Row::bytes).sum());
    }
}
