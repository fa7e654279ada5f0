// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTextTests {
    static Stream<Frame> frames() {
        return Stream.of(
                new Frame("com.acme.Order", "parse", "Order.java", 42),
                new Frame("com.acme.Order", "parse", "Order.java", null),
                new Frame("com.acme.Order", "parse", null, null),
                new Frame("Order", "<init>", "Order.java", 1),
                new Frame("com.acme.Order$Line", "<clinit>", "Order.java", 7),
                new Frame("com.acme.Order", "lambda$parse$0", "Order.java", 43),
                new Frame("com.acme.Order$$Lambda", "apply", null, null),
                new Frame("jdk.proxy.$Proxy", "toDto", null, null),
                new Frame("com.acme.OrderKt", "should parse (an order)", "Order.kt", 12),
                new Frame("com.acme.Größe", "$plus$eq", "Größe.scala", 65_535),
                new Frame("com.acme.Order", "parse", "Or:der:09.java", 42),
                new Frame("com.acme.Order", "parse", "no extension", 42),
                new Frame("(frame table full)", "", null, null),
                new Frame("(more frames)", "", null, null),
                new Frame("(no stack)", "", null, null));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldReadAFrameBackFromItsText(Frame frame) {
        assertThat(FrameText.parse(frame.toString())).isEqualTo(frame);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldReadWhatTheJdkWrites(Frame frame) {
        if (!frame.method().isEmpty()) {
            StackTraceElement element = new StackTraceElement(
                    frame.className(), frame.method(), frame.file(), frame.line() == null ? -1 : frame.line());
            assertThat(FrameText.parse(element.toString())).isEqualTo(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.lang.Object.clone(Native Method)", "java.lang.Object.clone(Unknown Source)"})
    void shouldKnowNoFileWhereTheTextSaysNone(String text) {
        assertThat(FrameText.parse(text)).isEqualTo(new Frame("java.lang.Object", "clone", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                ")",
                "a",
                "a.b",
                ".(",
                "a.(b)",
                ".a(b)",
                "a.b(",
                "a.b()",
                "a.b(c",
                "a.b(c:)",
                "a.b(:1)",
                "a.b(c:-1)",
                "a.b(c:01)",
                "a.b(c:99999999999)",
                "a.b(c:٣)",
                "a.b(c)d",
                "a.b(c(d:1)",
                "a.b(c)(d:1)"
            })
    void shouldLoseNothingOfOddTexts(String text) {
        assertThat(FrameText.parse(text)).hasToString(text);
    }
}
