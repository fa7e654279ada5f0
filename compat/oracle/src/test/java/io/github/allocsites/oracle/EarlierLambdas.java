// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.util.List;

/**
 * Lambdas that the JVM itself makes before any agent, and keeps in fields: it lets nobody change their hidden classes
 * any more, and so what these allocate is not counted, as the agent's documents say.
 */
final class EarlierLambdas {
    /** Beginnings of rows: class, method and what is between them. */
    static final List<String> BEGINNINGS = List.of(
            // Stream.findFirst and findAny: the roots of the modules are found with them
            "java.util.stream.FindOps$FindSink$OfRef$$Lambda.get ");

    private EarlierLambdas() {}

    static boolean has(Row row) {
        String text = row.toString();
        return BEGINNINGS.stream().anyMatch(text::startsWith);
    }
}
