// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demo's own source code: what a line number is right or wrong about. */
final class Sources {
    private static final Path FOLDER = Path.of("src/main/java/io/github/allocsites/demo");

    private Sources() {}

    /** Lines of a file, the first one at index 0. */
    static List<String> lines(String file) {
        try {
            return Files.readAllLines(FOLDER.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Number of the only line of a file that holds a text. */
    static int lineOf(String file, String text) {
        List<String> lines = lines(file);
        int found = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                if (found != 0) {
                    throw new AssertionError(file + " has more than one " + text);
                }
                found = i + 1;
            }
        }
        if (found == 0) {
            throw new AssertionError(file + " has no " + text);
        }
        return found;
    }

    /**
     * The text from a line to the end of its statement, which may be several lines below: compilers give an instruction
     * the line at which its expression begins.
     */
    static String statement(String file, int line) {
        List<String> lines = lines(file);
        StringBuilder statement = new StringBuilder();
        for (int i = line - 1; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            statement.append(text).append(' ');
            if (text.endsWith(";") || text.endsWith("{") || text.endsWith("}")) {
                break;
            }
        }
        return statement.toString();
    }
}
