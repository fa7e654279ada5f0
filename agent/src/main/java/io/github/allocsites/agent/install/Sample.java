// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.lang.instrument.Instrumentation;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A class made to be instrumented, in a loader of its own, whose allocations are known:
 *
 * <pre>
 *   class Sample implements Runnable {
 *       public void run() { new Sample(); new int[3]; int n = 7; new long[n]; new int[2][3]; }
 *   }
 * </pre>
 */
final class Sample {
    private static final String PACKAGE = "allocsites/check/";

    private final String className;
    private final Runnable instance;

    private Sample(String className, Runnable instance) {
        this.className = className;
        this.instance = instance;
    }

    /** Loads a new class of that simple name, so that the agent sees it loaded. */
    static Sample load(String simpleName) throws ReflectiveOperationException {
        String internalName = PACKAGE + simpleName;
        byte[] file = file(internalName);
        Class<?> type = new Loader().define(internalName.replace('/', '.'), file);
        return new Sample(type.getName(), (Runnable) type.getConstructor().newInstance());
    }

    String className() {
        return className;
    }

    void run(int times) {
        for (int i = 0; i < times; i++) {
            instance.run();
        }
    }

    /** Events and bytes of one run by type: the bytes are what the JVM says of such objects. */
    Map<String, long[]> expected(Instrumentation jvm) {
        Map<String, long[]> expected = new HashMap<>();
        expected.put(className, new long[] {1, jvm.getObjectSize(instance)});
        expected.put("int[]", new long[] {3, 3 * jvm.getObjectSize(new int[3])});
        expected.put("long[]", new long[] {1, jvm.getObjectSize(new long[7])});
        expected.put("int[][]", new long[] {1, jvm.getObjectSize(new int[2][])});
        return expected;
    }

    private static final class Loader extends ClassLoader {
        Loader() {
            super(null);
        }

        Class<?> define(String name, byte[] file) {
            return defineClass(name, file, 0, file.length);
        }
    }

    static byte[] file(String internalName) {
        ClassWriter file = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        file.visit(
                Opcodes.V17,
                Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
                internalName,
                null,
                "java/lang/Object",
                new String[] {"java/lang/Runnable"});
        constructor(file.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null));
        run(file.visitMethod(Opcodes.ACC_PUBLIC, "run", "()V", null, null), internalName);
        file.visitEnd();
        return file.toByteArray();
    }

    private static void constructor(MethodVisitor code) {
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        end(code);
    }

    private static void run(MethodVisitor code, String internalName) {
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, internalName);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, internalName, "<init>", "()V", false);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.ICONST_3);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_INT);
        code.visitInsn(Opcodes.POP);
        code.visitIntInsn(Opcodes.BIPUSH, 7);
        code.visitVarInsn(Opcodes.ISTORE, 1);
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_LONG);
        code.visitInsn(Opcodes.POP);
        code.visitInsn(Opcodes.ICONST_2);
        code.visitInsn(Opcodes.ICONST_3);
        code.visitMultiANewArrayInsn("[[I", 2);
        code.visitInsn(Opcodes.POP);
        end(code);
    }

    private static void end(MethodVisitor code) {
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
