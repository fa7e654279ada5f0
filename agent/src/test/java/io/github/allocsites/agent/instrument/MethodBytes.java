// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassReader;

/** Where the methods of a class file are, read with nothing but ASM's access to its items. */
final class MethodBytes {
    private final ClassReader reader;
    private final byte[] file;
    private final char[] buffer;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> codeBytes = new ArrayList<>();
    private final List<byte[]> methods = new ArrayList<>();

    MethodBytes(byte[] file) {
        this.reader = new ClassReader(file);
        this.file = file;
        this.buffer = new char[reader.getMaxStringLength()];
        int at = reader.header + 6;
        at += 2 + 2 * reader.readUnsignedShort(at);
        at = members(at, false);
        members(at, true);
    }

    private int members(int start, boolean keep) {
        int at = start + 2;
        for (int left = reader.readUnsignedShort(start); left > 0; left--) {
            int end = at + 8;
            int code = 0;
            for (int attributes = reader.readUnsignedShort(at + 6); attributes > 0; attributes--) {
                if (reader.readUTF8(end, buffer).equals("Code")) {
                    code = reader.readInt(end + 10);
                }
                end += 6 + reader.readInt(end + 2);
            }
            if (keep) {
                names.add(reader.readUTF8(at + 2, buffer) + reader.readUTF8(at + 4, buffer));
                codeBytes.add(code);
                methods.add(Arrays.copyOfRange(file, at, end));
            }
            at = end;
        }
        return at;
    }

    int count() {
        return names.size();
    }

    /** Name and descriptor. */
    String name(int method) {
        return names.get(method);
    }

    int codeBytes(int method) {
        return codeBytes.get(method);
    }

    /** The whole method_info, attributes included. */
    byte[] method(int method) {
        return methods.get(method);
    }
}
