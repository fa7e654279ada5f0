// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OomTextTests {
    private final OomText text = new OomText(256);

    private String written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.writeTo(new DataOutputStream(out));
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 1_234_567_890_123L, 999_999_999_999_999_999L, Long.MAX_VALUE})
    void shouldWriteNumbersAtTheEndOfTheirColumns(long number) throws IOException {
        text.add(number).line("").add(number, 12);
        assertThat(written()).isEqualTo(number + "\n" + String.format("%12d", number));
    }

    @Test
    void shouldWriteUtf8() throws IOException {
        text.line("Größe 漢字 \ud83d\ude00 \u07ff\u0800\uffff");
        assertThat(written()).isEqualTo("Größe 漢字 \ud83d\ude00 \u07ff\u0800\uffff\n");
    }

    @Test
    void shouldKeepLinesAndCharactersWhole() throws IOException {
        text.line("a\nb\rc\u0000\ud83d d\ude00");
        assertThat(written()).isEqualTo("a?b?c?? d?\n");
    }

    @Test
    void shouldStopWhereThereIsNoRoom() throws IOException {
        for (int i = 0; i < 100; i++) {
            text.add("漢字");
        }
        assertThat(written()).matches("[漢字]+").hasSizeLessThan(200);
        text.clear();
        text.add("x");
        assertThat(written()).isEqualTo("x");
    }
}
