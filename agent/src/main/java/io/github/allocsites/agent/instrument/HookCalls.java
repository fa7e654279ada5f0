// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** The names of the hooks and the instructions that call them. Nothing but int constants and classes is passed. */
final class HookCalls {
    /** Lives in {@code java.lang}, because that is the one package every class loader can see. */
    static final String SHIM = "java/lang/AllocSitesShim";

    static final String OBJECT = "object";
    static final String OBJECT_DESCRIPTOR = "(Ljava/lang/Class;I)V";
    static final String FIXED = "fixed";
    static final String FIXED_DESCRIPTOR = "(I)V";
    static final String ARRAY = "array";
    static final String ARRAY_DESCRIPTOR = "(II)V";
    static final String LEVEL = "level";
    static final String LEVEL_DESCRIPTOR = "(JIII)V";

    private HookCalls() {}

    static void object(MethodVisitor code, String internalName, int probe) {
        code.visitLdcInsn(Type.getObjectType(internalName));
        call(code, OBJECT, OBJECT_DESCRIPTOR, probe);
    }

    static void fixed(MethodVisitor code, int probe) {
        call(code, FIXED, FIXED_DESCRIPTOR, probe);
    }

    /** The array is on top of the stack and stays there. */
    static void array(MethodVisitor code, int elementBytes, int probe) {
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.ARRAYLENGTH);
        call(code, ARRAY + elementBytes, ARRAY_DESCRIPTOR, probe);
    }

    /** The number of arrays, a long, and their length are on top of the stack and are taken. */
    static void level(MethodVisitor code, int elementBytes, int probe) {
        push(code, elementBytes);
        call(code, LEVEL, LEVEL_DESCRIPTOR, probe);
    }

    private static void call(MethodVisitor code, String hook, String descriptor, int probe) {
        push(code, probe);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, SHIM, hook, descriptor, false);
    }

    private static void push(MethodVisitor code, int value) {
        if (value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value <= Byte.MAX_VALUE) {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value <= Short.MAX_VALUE) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }
}
