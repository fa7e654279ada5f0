// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.io.IOException;
import java.io.InputStream;

/** Class files as the loaders of loaded classes would read them. */
final class ClassFiles {
    private ClassFiles() {}

    /** The file of a loaded class; null when its loader has none. */
    static byte[] of(Class<?> type) {
        String path = type.getName().replace('.', '/').concat(".class");
        try (InputStream in = open(type, path)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            return null;
        }
    }

    private static InputStream open(Class<?> type, String path) throws IOException {
        if (type.getModule().isNamed()) {
            return type.getModule().getResourceAsStream(path);
        }
        ClassLoader loader = type.getClassLoader();
        return loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path);
    }
}
