// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.util.List;

/** The grammar of JSON: commas, quotes and escapes. One text, one thread. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";
    private static final long DECIMALS = 1_000_000;

    private final Appendable out;

    /** Whether the object or array being written has a member already. */
    private boolean comma;

    JsonText(Appendable out) {
        this.out = out;
    }

    void begin() throws IOException {
        open('{');
    }

    void begin(String name) throws IOException {
        name(name);
        open('{');
    }

    void end() throws IOException {
        close('}');
    }

    void beginArray(String name) throws IOException {
        name(name);
        open('[');
    }

    /** Comes before each element of an array. */
    void element() throws IOException {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    void endArray() throws IOException {
        close(']');
    }

    void newLine() throws IOException {
        out.append('\n');
    }

    void absent(String name) throws IOException {
        name(name);
        out.append("null");
    }

    void field(String name, boolean value) throws IOException {
        name(name);
        out.append(Boolean.toString(value));
    }

    /** A whole number, or null. */
    void field(String name, Number value) throws IOException {
        name(name);
        out.append(value == null ? "null" : value.toString());
    }

    /** A fraction of 0 or more with six decimals at most, or null; one that JSON cannot write is null too. */
    void field(String name, Double value) throws IOException {
        name(name);
        if (value == null || !Double.isFinite(value)) {
            out.append("null");
        } else {
            fraction(value, out);
        }
    }

    /** The text of a value, or null. */
    void field(String name, Object value) throws IOException {
        name(name);
        if (value == null) {
            out.append("null");
        } else {
            quote(value.toString());
        }
    }

    void numbers(String name, List<Integer> values) throws IOException {
        beginArray(name);
        for (int value : values) {
            element();
            out.append(Integer.toString(value));
        }
        endArray();
    }

    void field(String name, List<String> values) throws IOException {
        if (values == null) {
            absent(name);
            return;
        }
        beginArray(name);
        for (String value : values) {
            element();
            quote(value);
        }
        endArray();
    }

    /**
     * Six decimals at most, of a number that is 0 or more. By hand: Double.toString costs many times as much as all
     * else in a row.
     */
    static void fraction(double value, Appendable out) throws IOException {
        long millionths = Math.round(value * DECIMALS);
        out.append(Long.toString(millionths / DECIMALS)).append('.');
        long rest = millionths % DECIMALS;
        long unit = DECIMALS;
        do {
            unit /= 10;
            out.append((char) ('0' + rest / unit));
            rest %= unit;
        } while (rest > 0);
    }

    private void name(String name) throws IOException {
        element();
        quote(name);
        out.append(':');
    }

    private void open(char bracket) throws IOException {
        out.append(bracket);
        comma = false;
    }

    private void close(char bracket) throws IOException {
        out.append(bracket);
        comma = true;
    }

    private void quote(String text) throws IOException {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            if (needsEscape(text, i)) {
                out.append(text, copied, i);
                escape(text.charAt(i));
                copied = i + 1;
            }
        }
        out.append(text, copied, text.length()).append('"');
    }

    /**
     * Half a surrogate pair has no UTF-8 form, and U+2028 and U+2029 end a line in JavaScript, where JSON gets pasted.
     */
    private static boolean needsEscape(String text, int at) {
        char c = text.charAt(at);
        if (c < 0x80) {
            return c < 0x20 || c == '"' || c == '\\' || c == 0x7F;
        }
        return c == '\u2028' || c == '\u2029' || c < 0xA0 || Character.isSurrogate(c) && !isInPair(text, at);
    }

    private static boolean isInPair(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    private void escape(char c) throws IOException {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            default -> escapeCode(c);
        }
    }

    private void escapeCode(char c) throws IOException {
        out.append('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xF));
        }
    }
}
