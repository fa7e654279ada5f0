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

    /** Of a class that is one of many with the same place: found by the class itself. */
    void generated(int classConstant, int probe) {
        ldc(classConstant);
        push(probe);
        call("instance", "(Ljava/lang/Class;I)V");
    }

    void fixed(int probe) {
        push(probe);
        call("fixed", "(I)V");
    }

    /** The length of an array about to be made is on top of the stack and stays there. */
    void arrayOfLength(int elementBytes, int probe) {
        code.u1(Opcode.DUP);
        push(probe);
        call("array".concat(Integer.toString(elementBytes)), "(II)V");
    }

    /** The array is on top of the stack and stays there. */
    void array(int elementBytes, int probe) {
        code.u1(Opcode.DUP).u1(Opcode.ARRAYLENGTH);
        push(probe);
        call("array".concat(Integer.toString(elementBytes)), "(II)V");
    }

    /** The same of an array whose elements' bytes are known, but not to the verifier. */
    void castArray(int classConstant, int elementBytes, int probe) {
        code.u1(Opcode.DUP).u1(Opcode.CHECKCAST).u2(classConstant).u1(Opcode.ARRAYLENGTH);
        push(probe);
        call("array".concat(Integer.toString(elementBytes)), "(II)V");
    }

    /** An array of objects is on top of the stack and stays there; only now its class is known. */
    void typedArray(int classConstant, int probe) {
        code.u1(Opcode.DUP).u1(Opcode.DUP);
        classOfTop();
        code.u1(Opcode.SWAP);
        if (classConstant != 0) {
            code.u1(Opcode.CHECKCAST).u2(classConstant);
        }
        code.u1(Opcode.ARRAYLENGTH);
        push(probe);
        call("typedArray", "(Ljava/lang/Class;II)V");
    }

    /** An object is on top of the stack and stays there; only now its class is known. */
    void instance(int probe) {
        code.u1(Opcode.DUP);
        classOfTop();
        push(probe);
        call("instance", "(Ljava/lang/Class;I)V");
    }

    /** What is on top of the stack and stays there was made by reflection. */
    void made(int probe) {
        code.u1(Opcode.DUP);
        push(probe);
        call("made", "(Ljava/lang/Object;I)V");
    }

    /** A clone is on top of the stack and stays there: what it holds was there before. */
    void cloned(int probe) {
        code.u1(Opcode.DUP);
        push(probe);
        call("cloned", "(Ljava/lang/Object;I)V");
    }

    private void classOfTop() {
        code.u1(Opcode.INVOKEVIRTUAL).u2(constants.getClassMethod());
    }

    /** A value on top of the stack is about to be boxed. */
    void box(char primitive, int probe) {
        switch (primitive) {
            case 'I' -> box(Opcode.DUP, "boxInt", "(II)V", probe);
            case 'S' -> box(Opcode.DUP, "boxShort", "(II)V", probe);
            case 'C' -> box(Opcode.DUP, "boxChar", "(II)V", probe);
            case 'J' -> box(Opcode.DUP2, "boxLong", "(JI)V", probe);
            case 'F' -> box(0, "boxFloat", "(I)V", probe);
            default -> box(0, "boxDouble", "(I)V", probe);
        }
    }

    private void box(int duplicate, String hook, String descriptor, int probe) {
        if (duplicate != 0) {
            code.u1(duplicate);
        }
        push(probe);
        call(hook, descriptor);
    }

    /** Two numbers are about to be multiplied into the array of the last variable, if that is long enough. */
    void product(int probe) {
        local(Opcode.ILOAD, 1);
        local(Opcode.ILOAD, 3);
        code.u1(Opcode.IADD);
        local(Opcode.ALOAD, 4);
        push(probe);
        call("product", "(I[II)V");
    }

    /** Puts null in the place of what is on top of the stack. */
    void forget() {
        code.u1(Opcode.POP).u1(Opcode.ACONST_NULL);
    }

    /** Exchanges the class file in a variable for one with hooks. */
    void hidden(int host, int file) {
        local(Opcode.ALOAD, host);
        local(Opcode.ALOAD, file);
        call("hidden", "(Ljava/lang/Class;[B)[B");
        local(Opcode.ASTORE, file);
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
