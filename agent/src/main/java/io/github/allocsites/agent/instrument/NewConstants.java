// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Constants added behind those a class file has; the numbers of the others stay as they are. Not thread-safe. */
final class NewConstants {
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int CLASS = 7;
    private static final int METHODREF = 10;
    private static final int NAME_AND_TYPE = 12;
    private static final int MOST = 65_535;

    private final Bytes added = new Bytes(256);
    private final Map<String, Integer> known = new HashMap<>();
    private int count;

    /** Behind so many constants, number 0 included. */
    NewConstants(int count) {
        this.count = count;
    }

    /** There are more constants than a class file can have. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("no constants left", null, false, false);
        }
    }

    int count() {
        return count;
    }

    Bytes bytes() {
        return added;
    }

    int hook(String name, String descriptor) {
        return method(HookCalls.SHIM, name, descriptor);
    }

    int getClassMethod() {
        return method("java/lang/Object", "getClass", "()Ljava/lang/Class;");
    }

    private int method(String owner, String name, String descriptor) {
        Integer number = known.get(name);
        if (number != null) {
            return number;
        }
        int ownerNumber = type(owner);
        int nameNumber = text(name);
        int descriptorNumber = text(descriptor);
        added.u1(NAME_AND_TYPE).u2(nameNumber).u2(descriptorNumber);
        int nameAndType = next();
        added.u1(METHODREF).u2(ownerNumber).u2(nameAndType);
        return remember(name, next());
    }

    private int type(String internalName) {
        Integer number = known.get(internalName);
        if (number != null) {
            return number;
        }
        int name = text(internalName);
        added.u1(CLASS).u2(name);
        return remember(internalName, next());
    }

    int text(String ascii) {
        String key = "\"".concat(ascii);
        Integer number = known.get(key);
        return number != null ? number : remember(key, utf8(ascii.getBytes(StandardCharsets.US_ASCII)));
    }

    private int remember(String key, int number) {
        known.put(key, number);
        return number;
    }

    int integer(int value) {
        added.u1(INTEGER).u4(value);
        return next();
    }

    int utf8(byte[] modifiedUtf8) {
        added.u1(UTF8).u2(modifiedUtf8.length).copy(modifiedUtf8, 0, modifiedUtf8.length);
        return next();
    }

    private int next() {
        if (count >= MOST) {
            throw new TooManyException();
        }
        return count++;
    }
}
