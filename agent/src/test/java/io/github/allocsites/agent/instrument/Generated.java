// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes made by hand, because javac makes no such code. */
final class Generated {
    static final String NAME = "com/acme/Generated";

    private Generated() {}

    /** A class with one method {@code static void m(int)}; a return is added. */
    static byte[] method(Consumer<MethodVisitor> code) {
        return method(Opcodes.V17, code);
    }

    static byte[] method(int version, Consumer<MethodVisitor> code) {
        ClassWriter writer = begin(version);
        addMethod(writer, "m", code);
        return writer.toByteArray();
    }

    /** The same in the last version that may jump to subroutines. */
    static byte[] withSubroutines(Consumer<MethodVisitor> code) {
        ClassWriter writer = begin(Opcodes.V1_6, ClassWriter.COMPUTE_MAXS);
        addMethod(writer, "m", code);
        return writer.toByteArray();
    }

    static ClassWriter begin(int version) {
        return begin(version, ClassWriter.COMPUTE_FRAMES);
    }

    private static ClassWriter begin(int version, int flags) {
        ClassWriter writer = new ClassWriter(flags);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        writer.visitSource("Generated.java", null);
        return writer;
    }

    static void addMethod(ClassWriter writer, String name, Consumer<MethodVisitor> code) {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor method = writer.visitMethod(access, name, "(I)V", null, null);
        method.visitCode();
        code.accept(method);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** {@code new Object();}, 8 bytes. */
    static void newObject(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.POP);
    }
}
