// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import io.github.allocsites.report.Site;

/** Names in a terminal. */
final class Names {
    private static final int LONGEST_TYPE = 28;

    private Names() {}

    /** What a row is about. */
    static String of(Site row) {
        String name;
        if (row.site() != null) {
            name = row.site();
        } else if (row.className() != null) {
            name = row.method() == null ? row.className() : row.className() + "." + row.method();
        } else {
            name = String.valueOf(row.type());
        }
        return printable(name);
    }

    /** The allocated type; one that is long has its packages by their first letters. Empty where rows have none. */
    static String type(Site row) {
        if (row.type() == null || row.site() == null) {
            return "";
        }
        String type = printable(row.type());
        return type.length() <= LONGEST_TYPE ? type : abbreviated(type);
    }

    private static String abbreviated(String type) {
        StringBuilder shorter = new StringBuilder();
        int from = 0;
        for (int dot = type.indexOf('.'); dot >= 0; dot = type.indexOf('.', from)) {
            shorter.append(type, from, Math.min(dot, type.offsetByCodePoints(from, dot > from ? 1 : 0)))
                    .append('.');
            from = dot + 1;
        }
        return shorter.append(type, from, type.length()).toString();
    }

    /** Names come from class files, which may hold anything: nothing of them may move a cursor or turn a line round. */
    static String printable(String name) {
        StringBuilder shown = null;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (isControl(c)) {
                shown = shown == null ? new StringBuilder(name.substring(0, i)) : shown;
                shown.append(String.format("\\u%04x", (int) c));
            } else if (shown != null) {
                shown.append(c);
            }
        }
        return shown == null ? name : shown.toString();
    }

    private static boolean isControl(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
