// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, names, bars and columns. */
class PrintingTests {
    private static final Amounts SUMS = new Amounts(false, false);
    private static final Amounts EXACT = new Amounts(true, false);
    private static final Amounts RATES = new Amounts(false, true);

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.0 KB",
        "1536, 1.5 KB",
        "1023999, 1000 KB",
        "1048576, 1.0 MB",
        "3777590094, 3.5 GB",
        "9223372036854775807, 8.0 EB"
    })
    void shouldWriteBytesInUnitsOf1024(long bytes, String text) {
        assertThat(SUMS.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void shouldWriteNumbersOut() {
        assertThat(EXACT.bytes(3_777_590_094L)).isEqualTo("3,777,590,094");
        assertThat(SUMS.count(81_769_889)).isEqualTo("81,769,889");
        assertThat(SUMS.change(-1024, true)).isEqualTo("-1.0 KB");
        assertThat(SUMS.change(5, false)).isEqualTo("+5");
        assertThat(SUMS.change(0, false)).isEqualTo("0");
        assertThat(RATES.count(0.25)).isEqualTo("0.3");
        assertThat(RATES.count(1234.5)).isEqualTo("1,235");
        assertThat(Amounts.ratio(2, 3)).isEqualTo("x1.50");
        assertThat(Amounts.ratio(2, 300)).isEqualTo("x150");
        assertThat(Amounts.percent(200, 190)).isEqualTo("-5.0 %");
        assertThat(Amounts.percent(0, 190)).isEmpty();
    }

    @Test
    void shouldDrawBarsInEighths() {
        assertThat(Bar.of(0.55, true)).isEqualTo("█████▌");
        assertThat(Bar.of(1, true)).isEqualTo("██████████");
        assertThat(Bar.of(0, true)).isEmpty();
        assertThat(Bar.of(0.56, false)).isEqualTo("######");
        assertThat(Bar.of(7, false)).hasSize(10);
    }

    @Test
    void shouldLetNoNameMoveTheCursor() {
        assertThat(Names.printable("a\u001b[31mb\nc\u202ed\u2028")).isEqualTo("a\\u001b[31mb\\u000ac\\u202ed\\u2028");
        String harmless = "Größe.漢(\"x\")</script>";
        assertThat(Names.printable(harmless)).isSameAs(harmless);
    }

    @Test
    void shouldShortenPackagesOfLongTypesOnly() {
        assertThat(Names.type(Rows.row("A", "m", 1, "java.lang.Object[]", 1, 1)))
                .isEqualTo("java.lang.Object[]");
        assertThat(Names.type(Rows.row("A", "m", 1, "java.util.concurrent.ConcurrentHashMap$Node[]", 1, 1)))
                .isEqualTo("j.u.c.ConcurrentHashMap$Node[]");
        assertThat(Names.type(Rows.row("A", "m", 1, "..a..b.ccccccccccccccccccccccccccccccccc", 1, 1)))
                .isEqualTo("..a..b.ccccccccccccccccccccccccccccccccc");
    }

    @Test
    void shouldAlignColumnsAndLeaveEmptyOnesOut() {
        Table table = new Table(">n", "nothing", "word", "name");
        table.add("1", "", "a\ud83d\ude00", "x".repeat(200));
        table.add(List.of("below"), "1000", "", "bbb", "y");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "   n  word  name",
                        "   1  a\ud83d\ude00    " + "x".repeat(200),
                        "1000  bbb   y",
                        "              below");
    }

    @ParameterizedTest
    @CsvSource({"5%, 1000, 50", "0.5 %, 1000, 5", "0, 1000, 0", "100, 1, 100", "10KB, 1, 10240", "1.5mb, 1, 1572864"})
    void shouldReadThresholds(String text, long allBefore, long most) {
        Threshold threshold = Threshold.of("--fail-above", text);
        assertThat(threshold.isExceeded(most, allBefore)).isFalse();
        assertThat(threshold.isExceeded(most + 1, allBefore)).isTrue();
        assertThat(threshold.isExceeded(-1, allBefore)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "-5%", "five", "5%%", "1e3", "10XB", "1,5%", "10 MB more"})
    void shouldRefuseWhatIsNoThreshold(String text) {
        assertThatThrownBy(() -> Threshold.of("--fail-above", text))
                .isInstanceOf(UsageException.class)
                .hasMessage("--fail-above is " + text + ", allowed: a part such as 5%, or bytes such as 10MB");
    }
}
