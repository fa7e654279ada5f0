// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.site;
import static io.github.allocsites.report.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvWriterTests {
    private static final CSVFormat RFC_4180 =
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

    private static String text(ReportFormat format, Snapshot snapshot, Query query) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(snapshot, query, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<CSVRecord> read(String text) throws IOException {
        return RFC_4180.parse(new StringReader(text)).getRecords();
    }

    @Test
    void shouldHaveTheFieldsOfTheJson() throws IOException {
        Snapshot snapshot = snapshot(
                site("com.acme.\"A\", or B", "one\r\ntwo", 1, "byte[]", 1, 600),
                site("com.acme.Größe;x", "漢\ud83d\ude00 ", 2, "int[][]", 90, 300));
        for (GroupBy groupBy : GroupBy.values()) {
            Query query = new Query(100, SortBy.COUNT, List.of(), null, groupBy);
            List<List<String>> expected = new ArrayList<>();
            for (JsonNode row : new ObjectMapper()
                    .readTree(text(new JsonWriter(), snapshot, query))
                    .get("sites")) {
                List<String> fields = new ArrayList<>();
                row.properties().forEach(field -> fields.add(field.getKey() + "=" + value(field.getValue())));
                expected.add(fields);
            }
            List<List<String>> read = new ArrayList<>();
            for (CSVRecord row : read(text(new CsvWriter(), snapshot, query))) {
                List<String> fields = new ArrayList<>();
                row.toMap().forEach((name, value) -> fields.add(name + "=" + value));
                read.add(fields);
            }
            assertThat(read).isNotEmpty().isEqualTo(expected);
        }
    }

    private static String value(JsonNode json) {
        if (json.isArray()) {
            List<String> frames = new ArrayList<>();
            json.forEach(frame -> frames.add(frame.asText()));
            return String.join(";", frames);
        }
        return json.isNull() ? "" : json.asText();
    }

    @ParameterizedTest
    @CsvSource({
        "=1+1, '''=1+1'",
        "+1, '''+1'",
        "-1, '''-1'",
        "@SUM(A1), '''@SUM(A1)'",
        "' =1', ''' =1'",
        "'\t=1', '''\t=1'",
        "a=1, a=1",
        "<init>, <init>"
    })
    void shouldGiveASpreadsheetNoFormula(String method, String shown) throws IOException {
        Snapshot snapshot = snapshot(site("com.acme.A", method, 1, "byte[]", 1, 600));
        assertThat(read(text(new CsvWriter(), snapshot, Query.ALL)).get(0).get("method"))
                .isEqualTo(shown);
    }

    @Test
    void shouldEndLinesAsTheStandardSays() throws IOException {
        String text = text(new CsvWriter(), snapshot(site("com.acme.A", "m", 1, "byte[]", 1, 600)), Query.ALL);
        assertThat(text.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(text).endsWith("\r\n");
        assertThat(text(new CsvWriter(), Samples.notInstalled("x"), Query.ALL).lines())
                .hasSize(1);
    }
}
