// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.io.IOException;
import java.io.InputStream;

/**
 * The class file to start from when a loaded class is retransformed.
 *
 * <p>Before JDK 19 the JVM hands out the file of a loaded class without its MethodParameters (JDK-8240908), and a class
 * instrumented from that has lost the names of its parameters. There the loader's own resource is taken, provided that
 * it is the file the class was made from.
 */
public final class OriginalClassFiles {
    private final boolean parametersAreLost;

    public OriginalClassFiles(int featureVersion) {
        this.parametersAreLost = featureVersion < 19;
    }

    /** The file to instrument; null when that would lose something. */
    byte[] of(Class<?> type, byte[] fromJvm) {
        if (!parametersAreLost) {
            return fromJvm;
        }
        byte[] resource = resource(type);
        if (resource == null) {
            return fromJvm;
        }
        ClassScan scan = ClassScan.of(resource);
        if (!scan.hasMethodParameters()) {
            return fromJvm;
        }
        return scan.sameCode(ClassScan.of(fromJvm)) ? resource : null;
    }

    /** The class file as the loader would read it; null when it has none. */
    static byte[] resource(Class<?> type) {
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
