// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A loader whose classes nobody else has, and which goes when they go. */
final class OwnClasses extends ClassLoader {
    OwnClasses() {
        super(OwnClasses.class.getClassLoader());
    }

    /** An empty class of its own. */
    static final class Empty {}

    /** The class of that name, defined anew. */
    Class<?> define(Class<?> original) {
        String path = "/" + original.getName().replace('.', '/') + ".class";
        try (InputStream in = original.getResourceAsStream(path)) {
            byte[] file = in.readAllBytes();
            return defineClass(original.getName(), file, 0, file.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
