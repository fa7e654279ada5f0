// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes classes with as many probes as are asked for: copies of {@link SitesTemplate} with names of equal length. */
final class SiteClasses {
    private static final String TEMPLATE = "SitesTemplate";

    /** As long as the template's name, so that a name can be overwritten without a look at the class file's parts. */
    private static final String NAME = "Sites%08d";

    private SiteClasses() {}

    /** An object of each of so many new classes; to be asked for once in a process. */
    static Sites[] define(int classes) {
        Sites[] all = new Sites[classes];
        byte[] template = template();
        for (int number = 0; number < classes; number++) {
            all[number] = define(renamed(template, String.format(Locale.ROOT, NAME, number)));
        }
        return all;
    }

    private static Sites define(byte[] file) {
        try {
            return (Sites) MethodHandles.lookup()
                    .defineClass(file)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    private static byte[] template() {
        try (InputStream file = SiteClasses.class.getResourceAsStream(TEMPLATE + ".class")) {
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** ISO 8859-1 has a character for each byte, whatever the bytes mean. */
    private static byte[] renamed(byte[] file, String name) {
        return new String(file, StandardCharsets.ISO_8859_1)
                .replace(TEMPLATE, name)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
