// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What may be raised is held against the JVM: it defines the class as it is, and raised where we say so. */
final class OldClassFileTests {
    private static final int VERSION_AT = 7;
    private static final int PUBLIC_CLASS = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_ABSTRACT;
    private static final int INTERFACE = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
    private static final int METHOD = Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT;
    private static final int FIELD = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    static List<byte[]> refusedWhenRaised() {
        return List.of(
                OldClasses.interfaceWithSuper().file(),
                OldClasses.twiceTheVariable().file(),
                OldClasses.abstractSynchronized().file(),
                old(PUBLIC_CLASS | Opcodes.ACC_ANNOTATION, METHOD, FIELD),
                old(PUBLIC_CLASS, METHOD | Opcodes.ACC_STRICT, FIELD),
                old(INTERFACE | Opcodes.ACC_ENUM, METHOD, FIELD),
                old(INTERFACE, METHOD | Opcodes.ACC_SYNCHRONIZED, FIELD),
                old(INTERFACE, METHOD | Opcodes.ACC_PRIVATE, FIELD),
                old(INTERFACE, METHOD | Opcodes.ACC_PROTECTED, FIELD),
                old(INTERFACE, METHOD, FIELD | Opcodes.ACC_ENUM),
                bridge("<init>"));
    }

    @ParameterizedTest
    @MethodSource("refusedWhenRaised")
    void shouldNotRaiseWhatTheJvmWouldRefuseThen(byte[] file) {
        define(file);
        assertThatExceptionOfType(ClassFormatError.class).isThrownBy(() -> define(raised(file)));
        assertThat(OldClassFile.mayBeRaised(ClassScan.of(file))).isFalse();
        assertThat(OldClassFile.mayBeRaised(ClassScan.of(raised(file)))).isTrue();
    }

    static List<byte[]> fine() {
        return List.of(
                old(PUBLIC_CLASS, METHOD, FIELD),
                old(INTERFACE, METHOD, FIELD),
                bridge("method"),
                Generated.method(Opcodes.V1_1, Generated::newObject),
                OddClass.of("Fine", Opcodes.V1_4, OddClass::counted).file(),
                OddClass.of("TwoOfAName", Opcodes.V1_4, OldClassFileTests::twoOfAName)
                        .file());
    }

    private static void twoOfAName(MethodVisitor code) {
        Label begin = new Label();
        Label end = new Label();
        code.visitLabel(begin);
        OddClass.counted(code);
        code.visitLabel(end);
        code.visitLocalVariable("name", "I", null, begin, end, OddClass.ARGUMENT);
        code.visitLocalVariable("name", "I", null, begin, end, OddClass.COUNT);
    }

    @ParameterizedTest
    @MethodSource("fine")
    void shouldRaiseWhatTheJvmAcceptsThen(byte[] file) {
        define(file);
        define(raised(file));
        assertThat(OldClassFile.mayBeRaised(ClassScan.of(file))).isTrue();
    }

    /** The JVM passes annotations of such a class over, and would heed them afterwards. */
    @Test
    void shouldNotRaiseAClassWhoseAnnotationsWouldAppear() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_4, PUBLIC_CLASS, "com/acme/Old", null, "java/lang/Object", null);
        writer.visitAnnotation("Ljava/lang/Deprecated;", true).visitEnd();
        byte[] file = writer.toByteArray();
        assertThat(define(file).isAnnotationPresent(Deprecated.class)).isFalse();
        assertThat(define(raised(file)).isAnnotationPresent(Deprecated.class)).isTrue();
        assertThat(OldClassFile.mayBeRaised(ClassScan.of(file))).isFalse();
    }

    @Test
    void shouldNotRaiseAClassWhoseTypeParametersWouldAppear() {
        ClassWriter writer = new ClassWriter(0);
        String signature = "<T:Ljava/lang/Object;>Ljava/lang/Object;";
        writer.visit(Opcodes.V1_4, PUBLIC_CLASS, "com/acme/Old", signature, "java/lang/Object", null);
        byte[] file = writer.toByteArray();
        assertThat(define(file).getTypeParameters()).isEmpty();
        assertThat(define(raised(file)).getTypeParameters()).hasSize(1);
        assertThat(OldClassFile.mayBeRaised(ClassScan.of(file))).isFalse();
    }

    private static byte[] old(int access, int method, int field) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_4, access, "com/acme/Old", null, "java/lang/Object", null);
        writer.visitField(field, "field", "I", null, 5).visitEnd();
        MethodVisitor visitor = writer.visitMethod(method, "method", "()V", null, null);
        visitor.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] bridge(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V1_4, PUBLIC_CLASS, "com/acme/Old", null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_BRIDGE;
        MethodVisitor method = writer.visitMethod(access, name, "()V", null, null);
        method.visitCode();
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.ATHROW);
        method.visitMaxs(1, 1);
        method.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] raised(byte[] file) {
        byte[] raised = file.clone();
        raised[VERSION_AT] = 49;
        raised[VERSION_AT - 3] = 0;
        raised[VERSION_AT - 2] = 0;
        return raised;
    }

    private static Class<?> define(byte[] file) {
        return new ClassLoader(OldClassFileTests.class.getClassLoader()) {
            Class<?> defined() {
                return defineClass(null, file, 0, file.length);
            }
        }.defined();
    }
}
