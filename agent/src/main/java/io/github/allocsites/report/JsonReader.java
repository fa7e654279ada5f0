// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON by the letter of RFC 8259, without anybody's extensions: an object becomes a Map in the order of the text,
 * an array a List, a whole number that fits a Long, any other number a Double. One text, one thread.
 */
final class JsonReader {
    /** Bounds the recursion: a file of nothing but brackets must not overflow the stack. */
    static final int MAX_DEPTH = 200;

    private static final int MOST_DIGITS_SHOWN = 20;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /**
     * The value that a text holds.
     *
     * @throws UnreadableReportException when it is none, and says where
     */
    static Object read(String text) throws UnreadableReportException {
        JsonReader reader = new JsonReader(text);
        reader.space();
        Object value = reader.value();
        reader.space();
        if (reader.at < text.length()) {
            throw reader.unexpected("the end");
        }
        return value;
    }

    private Object value() throws UnreadableReportException {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() throws UnreadableReportException {
        Map<String, Object> members = new LinkedHashMap<>();
        enter();
        if (isNext('}')) {
            return members;
        }
        do {
            space();
            int begin = at;
            if (peek() != '"') {
                throw unexpected("a name in quotes");
            }
            String name = string();
            space();
            expect(':');
            space();
            Object value = value();
            if (members.containsKey(name)) {
                at = begin;
                throw failed("the name " + name + " comes twice in one object");
            }
            members.put(name, value);
        } while (isMore('}'));
        return members;
    }

    private List<Object> array() throws UnreadableReportException {
        List<Object> elements = new ArrayList<>();
        enter();
        if (isNext(']')) {
            return elements;
        }
        do {
            space();
            elements.add(value());
        } while (isMore(']'));
        return elements;
    }

    private void enter() throws UnreadableReportException {
        if (++depth > MAX_DEPTH) {
            throw failed("nested deeper than " + MAX_DEPTH + " levels");
        }
        at++;
    }

    /** Whether an object or array that has just begun is empty; it is left behind then. */
    private boolean isNext(char closing) throws UnreadableReportException {
        space();
        if (peek() != closing) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    /** Whether another member follows; the object or array is left behind otherwise. */
    private boolean isMore(char closing) throws UnreadableReportException {
        space();
        if (peek() == ',') {
            at++;
            return true;
        }
        expect(closing);
        depth--;
        return false;
    }

    private Object word(String word, Object value) throws UnreadableReportException {
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
        return value;
    }

    private Number number() throws UnreadableReportException {
        int begin = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        int endOfWhole = at;
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        String number = text.substring(begin, at);
        if (at == endOfWhole && number.length() <= MOST_DIGITS_SHOWN) {
            try {
                return Long.valueOf(number);
            } catch (NumberFormatException tooLarge) {
                return Double.valueOf(number);
            }
        }
        return Double.valueOf(number);
    }

    private void digits() throws UnreadableReportException {
        if (!isDigit(peek())) {
            throw unexpected("a value");
        }
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private String string() throws UnreadableReportException {
        at++;
        int begin = at;
        while (peek() != '"' && peek() != '\\') {
            plain();
        }
        if (peek() == '"') {
            return text.substring(begin, at++);
        }
        StringBuilder built = new StringBuilder(text.substring(begin, at));
        while (peek() != '"') {
            char c = plain();
            built.append(c == '\\' ? escaped() : c);
        }
        at++;
        return built.toString();
    }

    private char plain() throws UnreadableReportException {
        if (peek() < ' ') {
            throw failed("a control character in a text");
        }
        return text.charAt(at++);
    }

    private char escaped() throws UnreadableReportException {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> code();
            default -> {
                at--;
                throw unexpected("an escape");
            }
        };
    }

    private char code() throws UnreadableReportException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = peek();
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw unexpected("four hexadecimal digits");
            }
            code = code << 4 | digit;
            at++;
        }
        return (char) code;
    }

    private boolean skip(char c) {
        boolean isThere = at < text.length() && text.charAt(at) == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void expect(char c) throws UnreadableReportException {
        if (peek() != c) {
            throw unexpected("'" + c + "'");
        }
        at++;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws UnreadableReportException {
        if (at >= text.length()) {
            throw new UnreadableReportException("is cut off: it ends in the middle, at " + place());
        }
        return text.charAt(at);
    }

    private UnreadableReportException unexpected(String wanted) {
        return failed(wanted + " is missing");
    }

    private UnreadableReportException failed(String what) {
        return new UnreadableReportException("is not JSON: " + what + " at " + place());
    }

    private String place() {
        int line = 1;
        int lineBegin = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineBegin = i + 1;
            }
        }
        return "line " + line + ", column " + (at - lineBegin + 1);
    }
}
