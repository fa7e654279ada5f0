// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against Jackson, which is another reader of the same grammar. */
class JsonReaderTests {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String[] WORDS = {"", "a", "b\"\\/", "é漢\ud83d\ude00", "\n\t\u0001\u2028", "\ud800", "x\u007f"
    };
    private static final String NOISE = "{}[]:,\"\\ntfu0123456789.eE+- \n\u0001x/";
    private static final int TEXTS = 3_000;
    private static final int MUTATIONS = 20;

    @Test
    void shouldReadWhatAnotherWriterWrote() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < TEXTS; i++) {
            Object tree = randomTree(random, 4);
            assertThat(JsonReader.read(JACKSON.writeValueAsString(tree))).isEqualTo(tree);
        }
    }

    /** Any text at all: both read the same, or neither reads it. */
    @Test
    void shouldAcceptAndRefuseWhatAnotherReaderDoes() throws IOException {
        Random random = new Random(2);
        int accepted = 0;
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder text = new StringBuilder(JACKSON.writeValueAsString(randomTree(random, 3)));
            for (int mutation = 0; mutation < MUTATIONS; mutation++) {
                mutate(text, random);
                String mutated = text.toString();
                Object expected = byJackson(mutated);
                assertThat(byUs(mutated)).as(mutated).isEqualTo(expected);
                accepted += expected == REFUSED ? 0 : 1;
            }
        }
        assertThat(accepted).isBetween(TEXTS, TEXTS * MUTATIONS - TEXTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.5",
                "1e3",
                "1E+3",
                "1e-3",
                "-1.5e300",
                "1e400",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "123456789012345678901234567890",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "0x1",
                "NaN",
                "Infinity",
                "1 2",
                "truE",
                "nul",
                "[1,]",
                "[,1]",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\" 1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "[1]]",
                "//x\n1",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"a\nb\"",
                "\"\\ud83d\\ude00\"",
                "\"\\\"\"",
                "\u00a01",
                "\ufeff1"
            })
    void shouldTakeTheSameForJson(String text) {
        assertThat(byUs(text)).isEqualTo(byJackson(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,~2x]             | is not JSON: ']' is missing at line 2, column 2",
                "{\"a\":1,\"a\":2}   | is not JSON: the name a comes twice in one object at line 1, column 8",
                "[1,                 | is cut off: it ends in the middle, at line 1, column 4",
                "{\"a\":\"b          | is cut off: it ends in the middle, at line 1, column 8",
                "{} {}               | is not JSON: the end is missing at line 1, column 4",
                "<html>              | is not JSON: a value is missing at line 1, column 1"
            })
    void shouldSayWhereItFailed(String text, String message) {
        assertThatThrownBy(() -> JsonReader.read(text.replace('~', '\n')))
                .isInstanceOf(UnreadableReportException.class)
                .hasMessage(message);
    }

    @Test
    void shouldBoundTheDepth() throws IOException {
        int most = JsonReader.MAX_DEPTH;
        assertThat(JsonReader.read("[".repeat(most) + "]".repeat(most))).isNotNull();
        assertThatThrownBy(() -> JsonReader.read("[".repeat(1_000_000)))
                .hasMessageStartingWith("is not JSON: nested deeper than " + most);
        assertThat(JsonReader.read("[" + "[],{},".repeat(most) + "0]")).isNotNull();
    }

    @Test
    void shouldBeCutOffWhereverItIsCut() throws IOException {
        String text = "{\"a\":[1.5e3,true,null,\"\\u00e9\\n\"],\"b\":{}}";
        assertThat(JsonReader.read(text)).isNotNull();
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> JsonReader.read(cut)).as(cut).hasMessageStartingWith("is cut off");
        }
    }

    private static final Object REFUSED = "refused";

    private static Object byUs(String text) {
        try {
            return JsonReader.read(text);
        } catch (UnreadableReportException refused) {
            return REFUSED;
        }
    }

    private static Object byJackson(String text) {
        try {
            JsonNode tree = JACKSON.readTree(text);
            return tree.isMissingNode() ? REFUSED : plain(tree);
        } catch (IOException refused) {
            return REFUSED;
        }
    }

    private static Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> members = new LinkedHashMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), plain(member.getValue())));
            return members;
        }
        if (node.isArray()) {
            List<Object> elements = new ArrayList<>();
            node.forEach(element -> elements.add(plain(element)));
            return elements;
        }
        if (node.isNumber()) {
            return node.canConvertToLong() && node.isIntegralNumber()
                    ? (Object) node.longValue()
                    : (Object) node.doubleValue();
        }
        return node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private static Object randomTree(Random random, int depth) {
        int kinds = depth == 0 ? 5 : 7;
        return switch (random.nextInt(kinds)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextBoolean() ? random.nextLong() : Long.valueOf(random.nextInt(100));
            case 3 -> (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20);
            case 4 -> WORDS[random.nextInt(WORDS.length)];
            case 5 -> {
                List<Object> elements = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    elements.add(randomTree(random, depth - 1));
                }
                yield elements;
            }
            default -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(WORDS[random.nextInt(WORDS.length)] + i, randomTree(random, depth - 1));
                }
                yield members;
            }
        };
    }

    private static void mutate(StringBuilder text, Random random) {
        char noise = NOISE.charAt(random.nextInt(NOISE.length()));
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> text.insert(at, noise);
            case 1 -> text.delete(at, Math.min(text.length(), at + 1));
            default -> {
                if (at < text.length()) {
                    text.setCharAt(at, noise);
                }
            }
        }
    }
}
