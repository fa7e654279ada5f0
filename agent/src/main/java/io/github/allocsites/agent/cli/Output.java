// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes to.
 *
 * @param out what was asked for
 * @param err why it cannot be had
 * @param isUnicode whether {@code out} can show any character
 */
record Output(PrintStream out, PrintStream err, boolean isUnicode) {
    private static final String[] ENCODINGS = {"stdout.encoding", "sun.stdout.encoding", "native.encoding"};

    /** In the encoding of the terminal, which is not what the JVM takes for standard output on every version. */
    static Output standard() {
        Charset charset = charset();
        return new Output(
                new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, charset),
                System.err,
                charset.equals(StandardCharsets.UTF_8));
    }

    private static Charset charset() {
        for (String name : ENCODINGS) {
            String encoding = System.getProperty(name);
            if (encoding != null && !encoding.isBlank()) {
                try {
                    return Charset.forName(encoding);
                } catch (IllegalArgumentException unknown) {
                    return Charset.defaultCharset();
                }
            }
        }
        return Charset.defaultCharset();
    }
}
