// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class no ordinary compiler would make. Its {@code static long run(int)} computes something and leaves in {@code
 * static int allocations} how many objects its own code made: the code itself counts, beside our hooks.
 *
 * @param name binary name
 */
public record OddClass(String name, byte[] file) {
    static final String PACKAGE = "io/github/allocsites/workload/";
    static final int ARGUMENT = 0;
    static final int SUM = 1;
    static final int COUNT = 3;
    static final int FREE = 4;

    /** With frames where the version has them. */
    static OddClass of(String name, int version, Consumer<MethodVisitor> code) {
        ClassWriter writer = begin(name, version, (version & 0xFFFF) >= Opcodes.V1_6);
        run(writer, name, code);
        return new OddClass((PACKAGE + name).replace('/', '.'), writer.toByteArray());
    }

    static OddClass withoutFrames(String name, int version, Consumer<MethodVisitor> code) {
        ClassWriter writer = begin(name, version, false);
        run(writer, name, code);
        return new OddClass((PACKAGE + name).replace('/', '.'), writer.toByteArray());
    }

    static ClassWriter begin(String name, int version, boolean frames) {
        ClassWriter writer = new ClassWriter(frames ? ClassWriter.COMPUTE_FRAMES : ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, PACKAGE + name, null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        writer.visitField(access, "allocations", "I", null, null).visitEnd();
        return writer;
    }

    /** The method, around code that leaves nothing on the stack. */
    static void run(ClassWriter writer, String name, Consumer<MethodVisitor> body) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "(I)J", null, null);
        code.visitCode();
        code.visitInsn(Opcodes.LCONST_0);
        code.visitVarInsn(Opcodes.LSTORE, SUM);
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, COUNT);
        body.accept(code);
        code.visitVarInsn(Opcodes.ILOAD, COUNT);
        code.visitFieldInsn(Opcodes.PUTSTATIC, PACKAGE + name, "allocations", "I");
        code.visitVarInsn(Opcodes.LLOAD, SUM);
        code.visitInsn(Opcodes.LRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** One allocation, counted by the code itself. */
    static void counted(MethodVisitor code) {
        code.visitIincInsn(COUNT, 1);
    }

    /** {@code sum = sum * 31 + } the int on the stack. */
    static void add(MethodVisitor code) {
        code.visitInsn(Opcodes.I2L);
        code.visitVarInsn(Opcodes.LLOAD, SUM);
        code.visitLdcInsn(31L);
        code.visitInsn(Opcodes.LMUL);
        code.visitInsn(Opcodes.LADD);
        code.visitVarInsn(Opcodes.LSTORE, SUM);
    }

    /** {@code new int[3].length}, on the stack. */
    static void array(MethodVisitor code) {
        code.visitInsn(Opcodes.ICONST_3);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
        counted(code);
        code.visitInsn(Opcodes.ARRAYLENGTH);
    }

    /** {@code new AtomicInteger(argument).get()}, on the stack. */
    static void object(MethodVisitor code) {
        code.visitTypeInsn(Opcodes.NEW, "java/util/concurrent/atomic/AtomicInteger");
        counted(code);
        code.visitInsn(Opcodes.DUP);
        code.visitVarInsn(Opcodes.ILOAD, ARGUMENT);
        get(code);
    }

    /** The constructor's call and the value's. */
    static void get(MethodVisitor code) {
        String type = "java/util/concurrent/atomic/AtomicInteger";
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "(I)V", false);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, type, "get", "()I", false);
    }
}
