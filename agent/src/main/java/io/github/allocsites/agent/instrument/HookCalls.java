// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/** The names of the hooks and the instructions that call them. Nothing but int constants and classes is passed. */
final class HookCalls {
    /** Lives in {@code java.lang}, because that is the one package every class loader can see. */
    static final String SHIM = "java/lang/AllocSitesShim";

    private static final int SHORT_LDC = 256;

    private final NewConstants constants;
    private final Bytes code = new Bytes(64);

    HookCalls(NewConstants constants) {
        this.constants = constants;
    }

    /** The instructions written since the last call of this. */
    byte[] take() {
        byte[] taken = code.toArray();
        code.cut(0);
        return taken;
    }

    void object(int classConstant, int probe) {
        ldc(classConstant);
        push(probe);
        call("object", "(Ljava/lang/Class;I)V");
    }

    void fixed(int probe) {
        push(probe);
        call("fixed", "(I)V");
    }

    /** The array is on top of the stack and stays there. */
    void array(int elementBytes, int probe) {
        code.u1(Opcode.DUP).u1(Opcode.ARRAYLENGTH);
        push(probe);
        call("array".concat(Integer.toString(elementBytes)), "(II)V");
    }

    /** Puts the lengths of so many dimensions, on top of the stack, into variables and back again. */
    void keepLengths(int variable, int dimensions) {
        for (int level = dimensions - 1; level >= 0; level--) {
            local(Opcode.ISTORE, variable + level);
        }
        for (int level = 0; level < dimensions; level++) {
            local(Opcode.ILOAD, variable + level);
        }
    }

    /** Counts one level of a multi-dimensional array, whose lengths are in variables. */
    void level(int variable, int level, int elementBytes, int probe) {
        code.u1(Opcode.LCONST_1);
        for (int outer = 0; outer < level; outer++) {
            local(Opcode.ILOAD, variable + outer);
            code.u1(Opcode.I2L).u1(Opcode.LMUL);
        }
        local(Opcode.ILOAD, variable + level);
        push(elementBytes);
        push(probe);
        call("level", "(JIII)V");
    }

    private void local(int opcode, int variable) {
        if (variable < 256) {
            code.u1(opcode).u1(variable);
        } else {
            code.u1(Opcode.WIDE).u1(opcode).u2(variable);
        }
    }

    private void ldc(int constant) {
        if (constant < SHORT_LDC) {
            code.u1(Opcode.LDC).u1(constant);
        } else {
            code.u1(Opcode.LDC_W).u2(constant);
        }
    }

    private void call(String hook, String descriptor) {
        code.u1(Opcode.INVOKESTATIC).u2(constants.hook(hook, descriptor));
    }

    private void push(int value) {
        if (value <= 5) {
            code.u1(Opcode.ICONST_0 + value);
        } else if (value <= Byte.MAX_VALUE) {
            code.u1(Opcode.BIPUSH).u1(value);
        } else if (value <= Short.MAX_VALUE) {
            code.u1(Opcode.SIPUSH).u2(value);
        } else {
            ldc(constants.integer(value));
        }
    }
}
