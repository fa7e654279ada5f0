// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.BitSet;

/** The code of one method as it stands in a class file. Positions count from the first instruction. */
final class MethodCode {
    /** From the beginning of the Code attribute to the first instruction. */
    private static final int HEADER_BYTES = 14;

    private static final int EXCEPTION_BYTES = 8;

    private final ClassScan file;
    private final int attribute;
    private final int code;
    private final int length;
    private final int[] lineStarts;
    private final int[] lines;

    /** The code of a Code attribute that begins there. */
    MethodCode(ClassScan file, int attribute) {
        this.file = file;
        this.attribute = attribute;
        this.code = attribute + HEADER_BYTES;
        this.length = file.u4(attribute + HEADER_BYTES - 4);
        int table = lineTable();
        int count = table == 0 ? 0 : file.u2(table + 6);
        lineStarts = new int[count];
        lines = new int[count];
        for (int i = 0; i < count; i++) {
            lineStarts[i] = file.u2(table + 8 + 4 * i);
            lines[i] = file.u2(table + 10 + 4 * i);
        }
    }

    int length() {
        return length;
    }

    int maxStack() {
        return file.u2(attribute + 6);
    }

    int maxLocals() {
        return file.u2(attribute + 8);
    }

    /** Where the code begins in the file. */
    int start() {
        return code;
    }

    int opcode(int position) {
        return file.u1(code + position);
    }

    int u1(int position) {
        return file.u1(code + position);
    }

    int u2(int position) {
        return file.u2(code + position);
    }

    int s2(int position) {
        return (short) file.u2(code + position);
    }

    int s4(int position) {
        return file.u4(code + position);
    }

    /** The position of the instruction behind. */
    int next(int position) {
        return position + Opcode.length(file.bytes(), code, code + position);
    }

    /** Where the exception table begins in the file, with its count. */
    int exceptions() {
        return code + length;
    }

    int exceptionCount() {
        return file.u2(exceptions());
    }

    /** Where the attributes of the code begin in the file, with their count. */
    int attributes() {
        return exceptions() + 2 + EXCEPTION_BYTES * exceptionCount();
    }

    private int lineTable() {
        int at = attributes() + 2;
        for (int left = file.u2(attributes()); left > 0; left--) {
            if (file.isUtf8(file.u2(at), "LineNumberTable")) {
                return at;
            }
            at += 6 + file.u4(at + 2);
        }
        return 0;
    }

    /** The source line of an instruction; 0 where the file does not say. */
    int line(int position) {
        int nearest = -1;
        int line = 0;
        for (int i = 0; i < lineStarts.length; i++) {
            if (lineStarts[i] <= position && lineStarts[i] >= nearest) {
                nearest = lineStarts[i];
                line = lines[i];
            }
        }
        return line;
    }

    /** The int constant of 0 or more that the instruction pushes; -1 when it pushes none. */
    int pushedInt(int position) {
        int opcode = opcode(position);
        if (opcode >= Opcode.ICONST_0 && opcode <= Opcode.ICONST_5) {
            return opcode - Opcode.ICONST_0;
        }
        int value = switch (opcode) {
            case Opcode.BIPUSH -> (byte) u1(position + 1);
            case Opcode.SIPUSH -> s2(position + 1);
            case Opcode.LDC -> file.intConstant(u1(position + 1));
            case Opcode.LDC_W -> file.intConstant(u2(position + 1));
            default -> -1;
        };
        return Math.max(value, -1);
    }

    /** Positions that are reached by a jump, a switch or an exception. */
    BitSet jumpTargets() {
        BitSet targets = new BitSet(length);
        for (int position = 0; position < length; position = next(position)) {
            int opcode = opcode(position);
            if (Opcode.jumpsNear(opcode)) {
                targets.set(position + s2(position + 1));
            } else if (Opcode.jumpsFar(opcode)) {
                targets.set(position + s4(position + 1));
            } else if (Opcode.isSwitch(opcode)) {
                switchTargets(position, targets);
            }
        }
        for (int i = 0; i < exceptionCount(); i++) {
            targets.set(file.u2(exceptions() + 2 + EXCEPTION_BYTES * i + 4));
        }
        return targets;
    }

    private void switchTargets(int position, BitSet targets) {
        int operands = Opcode.padded(position);
        targets.set(position + s4(operands));
        int step = opcode(position) == Opcode.TABLESWITCH ? 4 : 8;
        for (int at = operands + 12; at < next(position); at += step) {
            targets.set(position + s4(at));
        }
    }
}
