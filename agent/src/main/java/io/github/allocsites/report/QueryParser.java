// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Turns the text of query parameters into a query, or says which value is not allowed. */
final class QueryParser {
    private static final String LIMITS = "1.." + Query.MAX_LIMIT;
    private static final String SECONDS = Period.MIN_SECONDS + ".." + Period.MAX_SECONDS;
    private static final String PACKAGES = "package names separated by commas, such as com.acme,java.util";

    private QueryParser() {}

    static Query parse(String limit, String sort, String packages, String type, String groupBy, String value) {
        return new Query(
                limit(limit),
                oneOf("sort", sort, SortBy.values()),
                packages(packages),
                trimToNull(type),
                oneOf("groupBy", groupBy, GroupBy.values()),
                oneOf("value", value, Value.values()));
    }

    static Period period(String seconds, String since) {
        String mark = trimToNull(since);
        String value = trimToNull(seconds);
        if (value == null) {
            return mark == null ? Period.EPOCH : new Period(0, mark);
        }
        int length = intOrZero(value);
        if (length < Period.MIN_SECONDS || length > Period.MAX_SECONDS) {
            throw new IllegalQueryException("seconds", seconds, SECONDS);
        }
        if (mark != null) {
            throw new IllegalQueryException("since", since, "a mark, or seconds instead of it");
        }
        return new Period(length, null);
    }

    private static int limit(String text) {
        String value = trimToNull(text);
        if (value == null) {
            return Query.DEFAULT_LIMIT;
        }
        int limit = intOrZero(value);
        if (limit < 1 || limit > Query.MAX_LIMIT) {
            throw new IllegalQueryException("limit", text, LIMITS);
        }
        return limit;
    }

    /** The first of the values when there is no text. */
    private static <E extends Enum<E>> E oneOf(String parameter, String text, E[] values) {
        String value = trimToNull(text);
        StringBuilder allowed = new StringBuilder();
        for (E each : values) {
            String word = each.name().toLowerCase(Locale.ROOT);
            if (value == null || word.equals(value)) {
                return each;
            }
            allowed.append(allowed.isEmpty() ? "" : ", ").append(word);
        }
        throw new IllegalQueryException(parameter, text, allowed.toString());
    }

    private static List<String> packages(String text) {
        List<String> names = new ArrayList<>();
        if (trimToNull(text) == null) {
            return names;
        }
        for (String part : text.split(",", -1)) {
            String name = part.trim();
            if (!isPackageName(name)) {
                throw new IllegalQueryException("packages", text, PACKAGES);
            }
            names.add(name);
        }
        return names;
    }

    /** Refuses what can match no class, such as {@code com/acme} or {@code com.acme.*}, rather than showing no row. */
    private static boolean isPackageName(String name) {
        char before = '.';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.' ? before == '.' : !Character.isJavaIdentifierPart(c) && c != '-') {
                return false;
            }
            before = c;
        }
        return before != '.';
    }

    private static int intOrZero(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String trimToNull(String text) {
        return text == null || text.isBlank() ? null : text.trim();
    }
}
