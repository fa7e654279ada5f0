// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static io.github.allocsites.report.Samples.site;
import static io.github.allocsites.report.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTests {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Test
    void shouldWriteEveryFieldInOrder() throws IOException {
        Site row = new Site(
                "9f3c0d2155aa01bc",
                "com.acme.OrderMapper.toDto(OrderMapper.java:42)",
                "com.acme.OrderMapper",
                "toDto",
                "OrderMapper.java",
                42,
                "byte[]",
                3,
                120,
                0.12,
                false,
                null,
                List.of("com.acme.A.b(A.java:1)", "com.acme.C.d(C.java:2)"));
        assertThat(text(Report.of(snapshot(row), Query.ALL)).replace("\n", ""))
                .isEqualTo(("{'format':1,'status':'RECORDING','reason':null,'installedBy':'SELF_ATTACH',"
                                + "'since':'2026-11-23T05:00:00Z','elapsed':'PT12.3S',"
                                + "'totals':{'count':100,'bytes':1000,'jvmBytes':1010,'ratio':0.99},"
                                + "'memory':{'heapUsedBytes':1000,'heapAfterGcBytes':900,'heapPeakBytes':2000,"
                                + "'residentBytes':5000,'residentPeakBytes':6000},"
                                + "'table':{'capacityBuckets':65536,'occupiedBuckets':3,'droppedEvents':0,"
                                + "'bytes':4096},"
                                + "'agent':{'version':'0.1.0','instrumentedClasses':10,'skippedClasses':1,"
                                + "'skippedMethods':2,'probes':300,'ownBytes':8192,'maxBytes':65536,"
                                + "'heapBytes':3000000,'allocatedBytes':16384,'transformNanos':2500000000,"
                                + "'stacks':40,'stackNanos':200000000,'stacksPerSecond':3.5},"
                                + "'groupBy':'site','matched':1,'returned':1,"
                                + "'sites':[{'id':'9f3c0d2155aa01bc',"
                                + "'site':'com.acme.OrderMapper.toDto(OrderMapper.java:42)',"
                                + "'className':'com.acme.OrderMapper','method':'toDto','file':'OrderMapper.java',"
                                + "'line':42,'type':'byte[]','count':3,'bytes':120,'share':0.12,'estimated':false,"
                                + "'samples':null,'stack':['com.acme.A.b(A.java:1)','com.acme.C.d(C.java:2)']}]}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldWriteNullsWhenNothingIsInstalled() throws IOException {
        JsonNode json = MAPPER.readTree(text(Report.of(Samples.notInstalled("no attach"), Query.ALL)));
        assertThat(names(json))
                .containsExactly(
                        "format",
                        "status",
                        "reason",
                        "installedBy",
                        "since",
                        "elapsed",
                        "totals",
                        "memory",
                        "table",
                        "agent",
                        "groupBy",
                        "matched",
                        "returned",
                        "sites");
        assertThat(json.get("status").asText()).isEqualTo("NOT_INSTALLED");
        for (String name : List.of("installedBy", "since", "elapsed", "totals", "table", "agent")) {
            assertThat(json.get(name).isNull()).as(name).isTrue();
        }
        assertThat(json.get("memory").get("heapUsedBytes").asLong()).isEqualTo(1_000);
        assertThat(json.get("memory").get("residentBytes").isNull()).isTrue();
        assertThat(json.get("sites")).isEmpty();
    }

    @Test
    void shouldWriteNullForWhatAGroupingCannotFill() throws IOException {
        Report report = Report.of(
                snapshot(site("com.acme.A", "m", 1, "byte[]", 2, 32)), Query.parse(null, null, null, null, "type"));
        JsonNode row = MAPPER.readTree(text(report)).get("sites").get(0);
        assertThat(row).hasSize(13);
        for (String name : List.of("site", "className", "method", "file", "line", "samples", "stack")) {
            assertThat(row.get(name).isNull()).as(name).isTrue();
        }
        assertThat(row.get("count").asLong()).isEqualTo(2);
    }

    @Test
    void shouldWriteOneRowALine() throws IOException {
        Report report =
                Report.of(snapshot(site("A", "m", 1, "byte[]", 2, 32), site("A", "m", 2, "byte[]", 2, 32)), Query.ALL);
        assertThat(text(report).lines().filter(line -> line.startsWith("{\"id\":")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quoted\" and \\ back",
                "\b\f\n\r\t\u0000\u001f\u007f\u0085",
                "é ü 漢 \ud83d\ude00",
                "line\u2028paragraph\u2029",
                "\ud800",
                "\udc00",
                "\ud800\ud800\udc00\udc00",
                "end\ud83d",
                "</script>",
                ""
            })
    void shouldComeBackAsItWas(String reason) throws IOException {
        JsonNode json = MAPPER.readTree(bytes(Samples.notInstalled(reason)));
        assertThat(json.get("reason").asText()).isEqualTo(reason);
    }

    @Test
    void shouldEscapeWhatEndsALineAndHalvesOfCharacters() throws IOException {
        String text = text(Report.of(Samples.notInstalled("\u2028\ud800\u0001é\ud83d\ude00"), Query.ALL));
        assertThat(text).contains("\"reason\":\"\\u2028\\ud800\\u0001é\ud83d\ude00\"");
    }

    @Test
    void shouldWriteUtf8() throws IOException {
        Snapshot snapshot = Samples.notInstalled("ü\ud83d\ude00");
        assertThat(new String(bytes(snapshot), StandardCharsets.UTF_8)).isEqualTo(text(Report.of(snapshot, Query.ALL)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "1, 1.0",
        "0.5, 0.5",
        "0.12, 0.12",
        "0.3400746, 0.340075",
        "0.000001, 0.000001",
        "0.0000001, 0.0",
        "0.9999999, 1.0",
        "123456.7, 123456.7",
        "NaN, null",
        "Infinity, null"
    })
    void shouldWriteFractionsWithSixDecimalsAtMost(double share, String written) throws IOException {
        Site row = new Site("1", null, null, null, null, null, "t", 1, 1, share, false, null, null);
        StringBuilder text = new StringBuilder();
        new JsonWriter().write(row, text);
        assertThat(text).contains("\"share\":" + written + ",");
        assertThat(MAPPER.readTree(text.toString())).hasSize(13);
    }

    @Test
    void shouldWriteWhyAQueryWasRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        new JsonWriter().write(new IllegalQueryException("limit", "\"0\"", "1..100000"), text);
        assertThat(text).hasToString("{\"parameter\":\"limit\",\"value\":\"\\\"0\\\"\",\"allowed\":\"1..100000\"}");
    }

    @Test
    void shouldBeFoundByName() {
        ReportFormat format = ReportFormats.named("json");
        assertThat(format).isInstanceOf(JsonWriter.class);
        assertThat(format.mediaType()).isEqualTo("application/json");
        assertThat(ReportFormats.ofFile(Path.of("some", "Report.JSON"))).isInstanceOf(JsonDump.class);
        assertThat(ReportFormats.named("xml")).isNull();
    }

    private static String text(Report report) throws IOException {
        StringBuilder text = new StringBuilder();
        new JsonWriter().write(report, text);
        return text.toString();
    }

    private static byte[] bytes(Snapshot snapshot) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new JsonWriter().write(snapshot, Query.ALL, out);
        return out.toByteArray();
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
