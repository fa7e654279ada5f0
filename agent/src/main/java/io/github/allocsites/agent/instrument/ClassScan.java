// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.Arrays;

/**
 * A look at a class file without parsing it into objects: which methods allocate, and how long their code is. Most
 * classes need no change, and this is how they are told apart cheaply.
 *
 * <p>Source: The Java Virtual Machine Specification, chapters 4 and 6.
 */
public final class ClassScan {
    private static final int NEW = 187;
    private static final int NEWARRAY = 188;
    private static final int ANEWARRAY = 189;
    private static final int MULTIANEWARRAY = 197;
    private static final int TABLESWITCH = 170;
    private static final int LOOKUPSWITCH = 171;
    private static final int WIDE = 196;
    private static final int IINC = 132;

    /** Bytes of each instruction; 0 for the three whose length depends on what follows. */
    private static final byte[] LENGTHS = lengths();

    private final byte[] file;
    private final int majorVersion;
    private final int[] constants;
    private final int afterConstants;
    private int methods;
    private int[] codeBytes;
    private int[] sites;
    private int[] maxLocals;
    private boolean methodParameters;

    private ClassScan(byte[] file) {
        this.file = file;
        this.majorVersion = u2(6);
        this.constants = new int[u2(8)];
        this.afterConstants = constants();
    }

    /**
     * Scans a class file.
     *
     * @throws RuntimeException when the bytes are no class file
     */
    public static ClassScan of(byte[] file) {
        ClassScan scan = new ClassScan(file);
        scan.methods();
        return scan;
    }

    private static byte[] lengths() {
        byte[] lengths = new byte[256];
        Arrays.fill(lengths, (byte) 1);
        fill(lengths, 2, 16, 18, 21, 22, 23, 24, 25, 54, 55, 56, 57, 58, 169, NEWARRAY);
        fill(lengths, 3, 17, 19, 20, IINC, NEW, ANEWARRAY, 192, 193, 198, 199);
        Arrays.fill(lengths, 153, 169, (byte) 3);
        Arrays.fill(lengths, 178, 185, (byte) 3);
        fill(lengths, 4, MULTIANEWARRAY);
        fill(lengths, 5, 185, 186, 200, 201);
        fill(lengths, 0, TABLESWITCH, LOOKUPSWITCH, WIDE);
        return lengths;
    }

    private static void fill(byte[] lengths, int length, int... opcodes) {
        for (int opcode : opcodes) {
            lengths[opcode] = (byte) length;
        }
    }

    /** Major version of the class file. */
    public int majorVersion() {
        return majorVersion;
    }

    /** Methods in the order of the file. */
    public int methodCount() {
        return methods;
    }

    /** Bytes of a method's code; 0 when it has none. */
    public int codeBytes(int method) {
        return codeBytes[method];
    }

    /** Local variable words of a method. */
    int maxLocals(int method) {
        return maxLocals[method];
    }

    /** Allocating instructions of a method. */
    public int sites(int method) {
        return sites[method];
    }

    /** Whether any method allocates. */
    public boolean allocates() {
        for (int method = 0; method < methods; method++) {
            if (sites[method] > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether any method names its parameters. */
    public boolean hasMethodParameters() {
        return methodParameters;
    }

    /** Whether the class file refers to a class, by its internal name. */
    public boolean mentionsClass(String internalName) {
        for (int at : constants) {
            if (at != 0 && file[at] == 7 && equals(constants[u2(at + 1)], internalName)) {
                return true;
            }
        }
        return false;
    }

    private int constants() {
        int at = 10;
        for (int number = 1; number < constants.length; number++) {
            constants[number] = at;
            int tag = file[at];
            at += constantBytes(tag, at);
            if (tag == 5 || tag == 6) {
                number++;
            }
        }
        return at;
    }

    private int constantBytes(int tag, int at) {
        return switch (tag) {
            case 1 -> 3 + u2(at + 1);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 5;
            case 5, 6 -> 9;
            case 7, 8, 16, 19, 20 -> 3;
            case 15 -> 4;
            default -> throw new IllegalArgumentException("constant pool tag " + tag);
        };
    }

    private void methods() {
        int at = afterConstants + 6;
        at += 2 + 2 * u2(at);
        int fields = u2(at);
        at += 2;
        for (int field = 0; field < fields; field++) {
            at = afterAttributes(at + 6, -1);
        }
        int count = u2(at);
        at += 2;
        codeBytes = new int[count];
        sites = new int[count];
        maxLocals = new int[count];
        for (methods = 0; methods < count; methods++) {
            at = afterAttributes(at + 6, methods);
        }
    }

    private int afterAttributes(int start, int method) {
        int at = start + 2;
        for (int left = u2(start); left > 0; left--) {
            int name = constants[u2(at)];
            if (method >= 0 && equals(name, "Code")) {
                maxLocals[method] = u2(at + 8);
                codeBytes[method] = u4(at + 10);
                sites[method] = sites(at + 14, at + 14 + u4(at + 10));
            } else if (method >= 0 && equals(name, "MethodParameters")) {
                methodParameters = true;
            }
            at += 6 + u4(at + 2);
        }
        return at;
    }

    private int sites(int start, int end) {
        int found = 0;
        for (int at = start; at < end; ) {
            int opcode = file[at] & 0xFF;
            if (opcode == NEW || opcode == NEWARRAY || opcode == ANEWARRAY || opcode == MULTIANEWARRAY) {
                found++;
            }
            int length = LENGTHS[opcode];
            at += length != 0 ? length : variableLength(opcode, at, start);
        }
        return found;
    }

    private int variableLength(int opcode, int at, int start) {
        if (opcode == WIDE) {
            return (file[at + 1] & 0xFF) == IINC ? 6 : 4;
        }
        int padded = at + 4 - (at - start & 3);
        int operands = opcode == TABLESWITCH ? 12 + 4 * (u4(padded + 8) - u4(padded + 4) + 1) : 8 + 8 * u4(padded + 4);
        return padded + operands - at;
    }

    private boolean equals(int utf8, String text) {
        if (u2(utf8 + 1) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (file[utf8 + 3 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private int u2(int at) {
        return (file[at] & 0xFF) << 8 | file[at + 1] & 0xFF;
    }

    private int u4(int at) {
        return u2(at) << 16 | u2(at + 2);
    }
}
