// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes that the JVM takes in old versions only. */
final class OldClasses {
    private OldClasses() {}

    /** Old compilers set ACC_SUPER on interfaces; from version 49 on that is no class file. */
    static OddClass interfaceWithSuper() {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SUPER;
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String name = OddClass.PACKAGE + "OldInterface";
        writer.visit(Opcodes.V1_4, access, name, null, "java/lang/Object", null);
        int constant = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
        writer.visitField(constant, "NONE", "[I", null, null).visitEnd();
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitInsn(Opcodes.ICONST_3);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
        code.visitFieldInsn(Opcodes.PUTSTATIC, name, "NONE", "[I");
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return OddClasses.named("OldInterface", writer);
    }

    /** From version 49 on no class file either. */
    static OddClass twiceTheVariable() {
        return OddClass.of("TwiceTheVariable", Opcodes.V1_4, code -> {
            Label begin = new Label();
            Label end = new Label();
            code.visitLabel(begin);
            OddClass.object(code);
            OddClass.add(code);
            code.visitLabel(end);
            code.visitLocalVariable("argument", "I", null, begin, end, OddClass.ARGUMENT);
            code.visitLocalVariable("argument", "I", null, begin, end, OddClass.ARGUMENT);
        });
    }

    /** Nor this. */
    static OddClass abstractSynchronized() {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_ABSTRACT;
        return ofAccess("OldSynchronized", Opcodes.V1_4, access, "nothing");
    }

    static OddClass ofAccess(String name, int version, int access, String abstractSynchronized) {
        boolean old = version < Opcodes.V1_6;
        ClassWriter writer = new ClassWriter(old ? ClassWriter.COMPUTE_MAXS : ClassWriter.COMPUTE_FRAMES);
        writer.visit(version, access, OddClass.PACKAGE + name, null, "java/lang/Object", null);
        if (abstractSynchronized != null) {
            int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_SYNCHRONIZED;
            writer.visitMethod(flags, abstractSynchronized, "()V", null, null).visitEnd();
        }
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "run", "(I)J", null, null);
        code.visitCode();
        code.visitInsn(Opcodes.ICONST_0);
        code.visitVarInsn(Opcodes.ISTORE, OddClass.COUNT);
        OddClass.object(code);
        code.visitInsn(Opcodes.I2L);
        code.visitInsn(Opcodes.LRETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        return OddClasses.named(name, writer);
    }
}
