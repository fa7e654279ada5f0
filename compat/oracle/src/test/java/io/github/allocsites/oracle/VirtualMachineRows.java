// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.List;

/** What the JVM allocates by itself, without any instruction or call that asks for it: no agent can see it. */
final class VirtualMachineRows {
    /** Beginnings of rows: class, method and what is between them. */
    static final List<String> BEGINNINGS = List.of(
            // the backtrace of an exception
            "java.lang.Throwable.fillInStackTrace ");

    private VirtualMachineRows() {}

    static boolean has(Row row) {
        String text = row.toString();
        return BEGINNINGS.stream().anyMatch(text::startsWith);
    }
}
