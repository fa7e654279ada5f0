// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.Arrays;

/**
 * The instructions the instrumenter knows by name, and how long each is.
 *
 * <p>Source: The Java Virtual Machine Specification, chapter 6.
 */
final class Opcode {
    static final int ACONST_NULL = 1;
    static final int ICONST_0 = 3;
    static final int ICONST_5 = 8;
    static final int LCONST_1 = 10;
    static final int BIPUSH = 16;
    static final int SIPUSH = 17;
    static final int LDC = 18;
    static final int LDC_W = 19;
    static final int ILOAD = 21;
    static final int ISTORE = 54;
    static final int ALOAD = 25;
    static final int ASTORE = 58;
    static final int POP = 87;
    static final int DUP = 89;
    static final int DUP2 = 92;
    static final int SWAP = 95;
    static final int IADD = 96;
    static final int LMUL = 105;
    static final int IINC = 132;
    static final int I2L = 133;
    static final int IFEQ = 153;
    static final int JSR = 168;
    static final int TABLESWITCH = 170;
    static final int LOOKUPSWITCH = 171;
    static final int INVOKEVIRTUAL = 182;
    static final int INVOKESPECIAL = 183;
    static final int INVOKESTATIC = 184;
    static final int NEW = 187;
    static final int NEWARRAY = 188;
    static final int ANEWARRAY = 189;
    static final int ARRAYLENGTH = 190;
    static final int CHECKCAST = 192;
    static final int WIDE = 196;
    static final int MULTIANEWARRAY = 197;
    static final int IFNULL = 198;
    static final int IFNONNULL = 199;
    static final int GOTO_W = 200;
    static final int JSR_W = 201;

    /** Bytes of each instruction; 0 for the three whose length depends on what follows. */
    private static final byte[] LENGTHS = lengths();

    private Opcode() {}

    private static byte[] lengths() {
        byte[] lengths = new byte[256];
        Arrays.fill(lengths, (byte) 1);
        fill(lengths, 2, BIPUSH, LDC, 21, 22, 23, 24, 25, 54, 55, 56, 57, 58, 169, NEWARRAY);
        fill(lengths, 3, SIPUSH, LDC_W, 20, IINC, NEW, ANEWARRAY, 192, 193, IFNULL, IFNONNULL);
        Arrays.fill(lengths, IFEQ, JSR + 1, (byte) 3);
        Arrays.fill(lengths, 178, INVOKESTATIC + 1, (byte) 3);
        fill(lengths, 4, MULTIANEWARRAY);
        fill(lengths, 5, 185, 186, GOTO_W, JSR_W);
        fill(lengths, 0, TABLESWITCH, LOOKUPSWITCH, WIDE);
        return lengths;
    }

    private static void fill(byte[] lengths, int length, int... opcodes) {
        for (int opcode : opcodes) {
            lengths[opcode] = (byte) length;
        }
    }

    static boolean allocates(int opcode) {
        return opcode >= NEW && opcode <= ANEWARRAY || opcode == MULTIANEWARRAY;
    }

    static boolean isSwitch(int opcode) {
        return opcode == TABLESWITCH || opcode == LOOKUPSWITCH;
    }

    /** Jumps by a signed distance in two bytes. */
    static boolean jumpsNear(int opcode) {
        return opcode >= IFEQ && opcode <= JSR || opcode == IFNULL || opcode == IFNONNULL;
    }

    /** Jumps by a signed distance in four bytes. */
    static boolean jumpsFar(int opcode) {
        return opcode == GOTO_W || opcode == JSR_W;
    }

    /** Bytes of the instruction at {@code at}; {@code code} is where its method's code begins. */
    static int length(byte[] file, int code, int at) {
        int opcode = file[at] & 0xFF;
        int length = LENGTHS[opcode];
        return length != 0 ? length : variableLength(file, code, at, opcode);
    }

    private static int variableLength(byte[] file, int code, int at, int opcode) {
        if (opcode == WIDE) {
            return (file[at + 1] & 0xFF) == IINC ? 6 : 4;
        }
        int operands = padded(at - code) + code;
        int length = operands + operandBytes(file, at, operands, opcode) - at;
        if (length <= 0) { // a reader would never come to an end; the JVM refuses such a class after us
            throw new IllegalArgumentException("malformed: a switch of " + length + " bytes");
        }
        return length;
    }

    /** Where the operands of a switch at that position of the code begin: at the next multiple of four. */
    static int padded(int position) {
        return position + 4 & -4;
    }

    private static int operandBytes(byte[] file, int at, int operands, int opcode) {
        return opcode == TABLESWITCH
                ? 12 + 4 * (u4(file, operands + 8) - u4(file, operands + 4) + 1)
                : 8 + 8 * u4(file, operands + 4);
    }

    static int u4(byte[] file, int at) {
        return file[at] << 24 | (file[at + 1] & 0xFF) << 16 | (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
    }
}
