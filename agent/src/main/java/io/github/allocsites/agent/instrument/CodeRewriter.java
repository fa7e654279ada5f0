// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.Arrays;

/**
 * Writes the Code attribute of a method with its hooks, and everything in it that speaks of positions. A jump to an
 * instruction goes to what stands before it; a jump behind one passes what stands behind it.
 *
 * <p>Source: The Java Virtual Machine Specification, section 4.7.
 */
final class CodeRewriter {
    /** Most the hooks add to the operand stack: lengths and products of a multi-dimensional array. */
    private static final int EXTRA_STACK = 8;

    private static final int MOST = 65_535;

    private final ClassScan file;
    private final MethodCode method;
    private final HookPlan plan;

    /** New position of what stands before an old instruction, and of itself; -1 between instructions. */
    private final int[] start;

    private final int[] at;

    CodeRewriter(ClassScan file, MethodCode method, HookPlan plan) {
        this.file = file;
        this.method = method;
        this.plan = plan;
        this.start = new int[method.length() + 1];
        this.at = new int[method.length() + 1];
        layOut();
    }

    /** The method cannot be written: it has become too large, or its tables speak of no instruction. */
    static final class UnfitException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnfitException(String reason) {
            super(reason, null, false, false);
        }
    }

    private void layOut() {
        Arrays.fill(start, -1);
        Arrays.fill(at, -1);
        int position = 0;
        for (int old = 0; old < method.length(); ) {
            start[old] = position;
            position += length(plan.before(old));
            at[old] = position;
            int next = method.next(old);
            position += next - old;
            if (Opcode.isSwitch(method.opcode(old))) {
                position += Opcode.padded(at[old]) - at[old] - (Opcode.padded(old) - old);
            }
            position += length(plan.behind(old));
            old = next;
        }
        start[method.length()] = position;
        at[method.length()] = position;
    }

    private static int length(byte[] hooks) {
        return hooks == null ? 0 : hooks.length;
    }

    /** Bytes of the new code. */
    int length() {
        return start[method.length()];
    }

    /** Writes the attribute, by the name of the old one. */
    void write(Bytes out, int nameConstant) {
        if (length() > MOST || method.maxLocals() + plan.extraLocals() > MOST) {
            throw new UnfitException("too large");
        }
        out.u2(nameConstant);
        int lengthAt = out.length();
        out.u4(0);
        out.u2(Math.min(method.maxStack() + EXTRA_STACK, MOST)).u2(method.maxLocals() + plan.extraLocals());
        out.u4(length());
        instructions(out);
        exceptions(out);
        new CodeAttributes(file, method, this).write(out);
        out.setU4(lengthAt, out.length() - lengthAt - 4);
    }

    /** New position of an old one that is jumped to, or where a range begins or ends. */
    int moved(int old) {
        return checked(start, old);
    }

    /** New position of the instruction itself. */
    int instruction(int old) {
        return checked(at, old);
    }

    private static int checked(int[] positions, int old) {
        if (old < 0 || old >= positions.length || positions[old] < 0) {
            throw new UnfitException("no instruction at " + old);
        }
        return positions[old];
    }

    private void instructions(Bytes out) {
        for (int old = 0; old < method.length(); old = method.next(old)) {
            hooks(out, plan.before(old));
            instruction(out, old, method.opcode(old));
            hooks(out, plan.behind(old));
        }
    }

    private static void hooks(Bytes out, byte[] hooks) {
        if (hooks != null) {
            out.copy(hooks, 0, hooks.length);
        }
    }

    private void instruction(Bytes out, int old, int opcode) {
        if (Opcode.jumpsNear(opcode)) {
            int distance = distance(old, method.s2(old + 1));
            if (distance != (short) distance) {
                throw new UnfitException("jump too far");
            }
            out.u1(opcode).u2(distance);
        } else if (Opcode.jumpsFar(opcode)) {
            out.u1(opcode).u4(distance(old, method.s4(old + 1)));
        } else if (Opcode.isSwitch(opcode)) {
            writeSwitch(out, old, opcode);
        } else {
            out.copy(file.bytes(), method.start() + old, method.start() + method.next(old));
        }
    }

    private int distance(int old, int oldDistance) {
        return moved(old + oldDistance) - at[old];
    }

    private void writeSwitch(Bytes out, int old, int opcode) {
        out.u1(opcode);
        for (int pad = at[old] + 1; pad < Opcode.padded(at[old]); pad++) {
            out.u1(0);
        }
        int operands = Opcode.padded(old);
        out.u4(distance(old, method.s4(operands)));
        out.u4(method.s4(operands + 4));
        boolean table = opcode == Opcode.TABLESWITCH;
        if (table) {
            out.u4(method.s4(operands + 8));
        }
        for (int from = operands + (table ? 12 : 8); from < method.next(old); from += 4) {
            boolean key = !table && (from - operands & 4) == 0;
            out.u4(key ? method.s4(from) : distance(old, method.s4(from)));
        }
    }

    private void exceptions(Bytes out) {
        int from = method.exceptions() + 2;
        out.u2(method.exceptionCount());
        for (int i = 0; i < method.exceptionCount(); i++, from += 8) {
            out.u2(moved(file.u2(from))).u2(moved(file.u2(from + 2))).u2(moved(file.u2(from + 4)));
            out.u2(file.u2(from + 6));
        }
    }
}
