// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Makes the class in {@code java.lang} that instrumented code calls. It sits there because class loaders that hand on
 * only {@code java.*} must see it, and because there it may ask for the carrier of a virtual thread.
 *
 * <pre>
 *   static void object(Class type, int probe) { Hook.object(Thread.currentCarrierThread(), type, probe); } // ...
 *   Thread current() { return Thread.currentCarrierThread(); }
 *   void pin() { if (Thread.currentThread().isVirtual()) Continuation.pin(); }
 * </pre>
 *
 * On a JVM without virtual threads it asks for the current thread, and pin does nothing.
 */
final class ShimFactory {
    /** As instrumented code names it. */
    static final String NAME = "java/lang/AllocSitesShim";

    private static final String HOOK = "io/github/allocsites/table/Hook";
    private static final String CARRIERS = "io/github/allocsites/table/Carriers";
    private static final String CONTINUATION = "jdk/internal/vm/Continuation";

    private final boolean virtualThreads;
    private final ClassWriter shim = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private ShimFactory(boolean virtualThreads) {
        this.virtualThreads = virtualThreads;
    }

    static byte[] make(int featureVersion) {
        return new ShimFactory(featureVersion >= 21).make();
    }

    private byte[] make() {
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        shim.visit(Opcodes.V17, access, NAME, null, "java/lang/Object", new String[] {CARRIERS});
        constructor();
        hook("object", "(Ljava/lang/Class;I)V");
        hook("fixed", "(I)V");
        hook("array1", "(II)V");
        hook("array2", "(II)V");
        hook("array4", "(II)V");
        hook("array8", "(II)V");
        hook("level", "(JIII)V");
        hook("instance", "(Ljava/lang/Class;I)V");
        hook("typedArray", "(Ljava/lang/Class;II)V");
        hook("made", "(Ljava/lang/Object;I)V");
        hook("cloned", "(Ljava/lang/Object;I)V");
        hook("product", "(I[II)V");
        hook("boxInt", "(II)V");
        hook("boxShort", "(II)V");
        hook("boxChar", "(II)V");
        hook("boxLong", "(JI)V");
        hook("boxFloat", "(I)V");
        hook("boxDouble", "(I)V");
        hidden();
        current();
        hold("pin");
        hold("unpin");
        shim.visitEnd();
        return shim.toByteArray();
    }

    private void constructor() {
        MethodVisitor code = method(Opcodes.ACC_PUBLIC, "<init>", "()V");
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        end(code, Opcodes.RETURN);
    }

    private void hook(String name, String descriptor) {
        MethodVisitor code = method(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor);
        carrier(code);
        int local = 0;
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
            local += argument.getSize();
        }
        String withCarrier = "(Ljava/lang/Thread;" + descriptor.substring(1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, HOOK, name, withCarrier, false);
        end(code, Opcodes.RETURN);
    }

    private void hidden() {
        String descriptor = "(Ljava/lang/Class;[B)[B";
        MethodVisitor code = method(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "hidden", descriptor);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, HOOK, "hidden", descriptor, false);
        end(code, Opcodes.ARETURN);
    }

    private void current() {
        MethodVisitor code = method(Opcodes.ACC_PUBLIC, "current", "()Ljava/lang/Thread;");
        carrier(code);
        end(code, Opcodes.ARETURN);
    }

    private void carrier(MethodVisitor code) {
        String running = virtualThreads ? "currentCarrierThread" : "currentThread";
        code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", running, "()Ljava/lang/Thread;", false);
    }

    private void hold(String name) {
        MethodVisitor code = method(Opcodes.ACC_PUBLIC, name, "()V");
        if (virtualThreads) {
            Label platform = new Label();
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, "java/lang/Thread", "currentThread", "()Ljava/lang/Thread;", false);
            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Thread", "isVirtual", "()Z", false);
            code.visitJumpInsn(Opcodes.IFEQ, platform);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, CONTINUATION, name, "()V", false);
            code.visitLabel(platform);
            code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }
        end(code, Opcodes.RETURN);
    }

    private MethodVisitor method(int access, String name, String descriptor) {
        MethodVisitor code = shim.visitMethod(access, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int opcode) {
        code.visitInsn(opcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
