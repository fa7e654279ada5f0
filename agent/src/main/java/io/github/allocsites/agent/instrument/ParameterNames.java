// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * The MethodParameters of a class. Before JDK 19 the JVM hands out the file of a loaded class without them
 * (JDK-8240908): a class retransformed from that loses the names of its parameters, and a framework that binds by name
 * fails. They are taken from the loader's own resource and put back.
 */
final class ParameterNames {
    /** Of a class that loses none. */
    static final ParameterNames NONE = new ParameterNames(Map.of());

    private static final String ATTRIBUTE = "MethodParameters";

    private final Map<String, Parameters> byMethod;

    /** Names in the class file's modified UTF-8, null for none, and access flags. */
    private record Parameters(byte[][] names, int[] access) {}

    private ParameterNames(Map<String, Parameters> byMethod) {
        this.byMethod = byMethod;
    }

    /** Those in a class file. */
    static ParameterNames of(byte[] file) {
        ClassScan scan = ClassScan.of(file);
        if (!scan.hasMethodParameters()) {
            return NONE;
        }
        Map<String, Parameters> found = new HashMap<>();
        for (int method = 0; method < scan.methodCount(); method++) {
            int at = attribute(scan, method);
            if (at != 0) {
                found.put(key(scan, method), read(scan, at + 6));
            }
        }
        return new ParameterNames(found);
    }

    private static String key(ClassScan scan, int method) {
        return scan.methodName(method).concat(scan.methodDescriptor(method));
    }

    private static int attribute(ClassScan scan, int method) {
        int start = scan.methodStart(method) + 6;
        int at = start + 2;
        for (int left = scan.u2(start); left > 0; left--) {
            if (scan.isUtf8(scan.u2(at), ATTRIBUTE)) {
                return at;
            }
            at += 6 + scan.u4(at + 2);
        }
        return 0;
    }

    private static Parameters read(ClassScan scan, int at) {
        int count = scan.u1(at);
        byte[][] names = new byte[count][];
        int[] access = new int[count];
        for (int i = 0; i < count; i++) {
            int name = scan.u2(at + 1 + 4 * i);
            names[i] = name == 0 ? null : scan.utf8Bytes(name);
            access[i] = scan.u2(at + 3 + 4 * i);
        }
        return new Parameters(names, access);
    }

    boolean isEmpty() {
        return byMethod.isEmpty();
    }

    /** Whether names of a method are to be put back. */
    boolean has(ClassScan scan, int method) {
        return !byMethod.isEmpty() && byMethod.containsKey(key(scan, method)) && attribute(scan, method) == 0;
    }

    /** Writes the attribute of a method that {@link #has} names. */
    void write(ClassScan scan, int method, NewConstants constants, Bytes out) {
        Parameters parameters = byMethod.get(key(scan, method));
        int count = parameters.names().length;
        out.u2(constants.text(ATTRIBUTE)).u4(1 + 4 * count).u1(count);
        for (int i = 0; i < count; i++) {
            byte[] name = parameters.names()[i];
            out.u2(name == null ? 0 : constants.utf8(name)).u2(parameters.access()[i]);
        }
    }
}
