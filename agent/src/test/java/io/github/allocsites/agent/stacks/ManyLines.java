// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class with a method {@code m(Runnable)} that runs its argument once on each of its lines. */
final class ManyLines {
    private ManyLines() {}

    static Class<?> load(int lines) throws ClassNotFoundException {
        byte[] file = make(lines);
        ClassLoader loader = new ClassLoader() {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, file, 0, file.length);
            }
        };
        return loader.loadClass("com.acme.ManyLines");
    }

    private static byte[] make(int lines) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/acme/ManyLines", null, "java/lang/Object", null);
        writer.visitSource("ManyLines.java", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor method = writer.visitMethod(access, "m", "(Ljava/lang/Runnable;)V", null, null);
        method.visitCode();
        for (int line = 1; line <= lines; line++) {
            Label label = new Label();
            method.visitLabel(label);
            method.visitLineNumber(line, label);
            method.visitVarInsn(Opcodes.ALOAD, 0);
            method.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        method.visitEnd();
        return writer.toByteArray();
    }
}
