// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Allocating calls that javac does not make, or makes in the JDK alone. */
final class GeneratedCallsTests {
    private static final String UNSAFE = "jdk/internal/misc/Unsafe";
    private static final String CLASS_NAME = Generated.NAME.replace('/', '.');
    private static final String OWN_CLASS = "java/lang/System$77";
    private static final String DEFINE =
            "(Ljava/lang/ClassLoader;Ljava/lang/Class;Ljava/lang/String;[B)Ljava/lang/Object;";

    private final TestInstrumenter instrumenter = new TestInstrumenter();

    @BeforeEach
    void forget() {
        RecordingShim.take();
    }

    private List<String> told(int argument, Consumer<MethodVisitor> code) throws ReflectiveOperationException {
        return told(argument, Generated.method(code));
    }

    private List<String> told(int argument, byte[] file) throws ReflectiveOperationException {
        instrumenter.load(CLASS_NAME, file).getMethod("m", int.class).invoke(null, argument);
        return RecordingShim.take().stream().map(RecordingShim.Event::toString).toList();
    }

    /** As compilers before Java 5 wrote it, and some do still; what the array holds is not cloned. */
    @Test
    void shouldTellTheCloneOfAnArrayThatIsCalledByTheNameOfObject() throws ReflectiveOperationException {
        assertThat(told(0, code -> {
                    code.visitInsn(Opcodes.ICONST_3);
                    code.visitInsn(Opcodes.ICONST_5);
                    code.visitMultiANewArrayInsn("[[I", 2);
                    objectClone(code);
                }))
                .containsExactly(
                        "level int[][] x 1 length 3",
                        "level int[] x 3 length 5",
                        "cloned java.lang.Object int[][] length 3");
        assertThat(told(0, code -> {
                    code.visitIntInsn(Opcodes.BIPUSH, 9);
                    code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_CHAR);
                    objectClone(code);
                }))
                .containsExactly("fixed char[]", "cloned java.lang.Object char[] length 9");
    }

    private static void objectClone(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "clone", "()Ljava/lang/Object;", false);
        code.visitInsn(Opcodes.POP);
    }

    /** As javac writes it where a class has no clone() of its own. */
    @Test
    void shouldTellTheCloneOfAnObjectThatIsCalledByTheNameOfObject() throws ReflectiveOperationException {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String[] cloneable = {"java/lang/Cloneable"};
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, Generated.NAME, null, "java/lang/Object", cloneable);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        Generated.addMethod(writer, "m", code -> {
            code.visitTypeInsn(Opcodes.NEW, Generated.NAME);
            code.visitInsn(Opcodes.DUP);
            code.visitMethodInsn(Opcodes.INVOKESPECIAL, Generated.NAME, "<init>", "()V", false);
            objectClone(code);
        });
        assertThat(told(0, writer.toByteArray()))
                .containsExactly("object " + CLASS_NAME, "cloned java.lang.Object " + CLASS_NAME);
    }

    @Test
    void shouldTellInstancesThatNoConstructorMakes() throws ReflectiveOperationException {
        assertThat(told(0, code -> {
                    unsafe(code);
                    code.visitLdcInsn(Type.getObjectType("java/lang/Thread"));
                    unsafe(code, "allocateInstance", "(Ljava/lang/Class;)Ljava/lang/Object;");
                    code.visitInsn(Opcodes.POP);
                }))
                .containsExactly("instance java.lang.Object java.lang.Thread");
    }

    @Test
    void shouldTellUninitializedArraysByTheirCast() throws ReflectiveOperationException {
        assertThat(told(0, code -> uninitialized(code, "[B"))).containsExactly("array1 byte[] length 6");
        assertThat(told(0, code -> uninitialized(code, "[J"))).containsExactly("array8 long[] length 6");
        assertThat(told(0, code -> uninitialized(code, "java/lang/Object")))
                .containsExactly("made java.lang.Object int[] length 6");
    }

    private static void uninitialized(MethodVisitor code, String cast) {
        newUninitialized(code, cast.startsWith("[") ? cast : "[I");
        code.visitTypeInsn(Opcodes.CHECKCAST, cast);
        code.visitInsn(Opcodes.POP);
    }

    private static void newUninitialized(MethodVisitor code, String array) {
        unsafe(code);
        String box =
                array.equals("[B") ? "java/lang/Byte" : array.equals("[J") ? "java/lang/Long" : "java/lang/Integer";
        code.visitFieldInsn(Opcodes.GETSTATIC, box, "TYPE", "Ljava/lang/Class;");
        code.visitIntInsn(Opcodes.BIPUSH, 6);
        unsafe(code, "allocateUninitializedArray", "(Ljava/lang/Class;I)Ljava/lang/Object;");
    }

    /** What comes to the cast by the jump was made elsewhere, or is told already. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellUninitializedArraysOnceWhenAJumpLeadsToTheCast(int jump) throws ReflectiveOperationException {
        List<String> told = told(jump, code -> {
            Label other = new Label();
            Label cast = new Label();
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFEQ, other);
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitJumpInsn(Opcodes.GOTO, cast);
            code.visitLabel(other);
            newUninitialized(code, "[B");
            code.visitLabel(cast);
            code.visitTypeInsn(Opcodes.CHECKCAST, "[B");
            code.visitInsn(Opcodes.POP);
        });
        assertThat(told).isEqualTo(jump == 1 ? List.of() : List.of("made java.lang.Object byte[] length 6"));
    }

    private static void unsafe(MethodVisitor code) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";", false);
    }

    private static void unsafe(MethodVisitor code, String method, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, UNSAFE, method, descriptor, false);
    }

    /** What stands before the call is reached by a jump to it and counts once in each turn. */
    @Test
    void shouldTellABoxInALoopThatJumpsToTheCall() throws ReflectiveOperationException {
        List<String> told = told(3, code -> {
            Label call = new Label();
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitLabel(call);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
            code.visitInsn(Opcodes.POP);
            code.visitIincInsn(0, -1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitInsn(Opcodes.DUP);
            code.visitJumpInsn(Opcodes.IFNE, call);
            code.visitInsn(Opcodes.POP);
        });
        assertThat(told)
                .containsExactly(
                        "boxInt java.lang.Integer of 3",
                        "boxInt java.lang.Integer of 2",
                        "boxInt java.lang.Integer of 1");
    }

    /** The JDK's own class by name; by another one once it has its hooks, so that it can be loaded here. */
    @Test
    void shouldExchangeTheFileOfAHiddenClass() throws ReflectiveOperationException {
        byte[] file = TestInstrumenter.renamed(definer(), Generated.NAME, OWN_CLASS);
        byte[] hooked = TestInstrumenter.renamed(instrumenter.hooked(file), OWN_CLASS, Generated.NAME);
        Class<?> type = instrumenter.load(CLASS_NAME, TestInstrumenter.callingTestShim(hooked));
        Object road = type.getConstructor().newInstance();
        byte[] given = {10, 20};
        Object defined = type.getMethod("defineClass", ClassLoader.class, Class.class, String.class, byte[].class)
                .invoke(road, null, GeneratedCallsTests.class, "name", given);
        assertThat(defined).isEqualTo(new byte[] {11, 20});
        List<RecordingShim.Event> events = RecordingShim.take();
        assertThat(events).hasSize(1);
        assertThat(events.get(0).hook()).isEqualTo("hidden");
        assertThat(events.get(0).type()).isEqualTo(GeneratedCallsTests.class);
        assertThat(ClassScan.of(definer()).allocates()).isFalse();
    }

    /** Hands its file on, in a class of no special name. */
    private static byte[] definer() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, Generated.NAME, null, "java/lang/Object", null);
        MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        constructor.visitVarInsn(Opcodes.ALOAD, 0);
        constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(Opcodes.RETURN);
        constructor.visitMaxs(0, 0);
        MethodVisitor define = writer.visitMethod(Opcodes.ACC_PUBLIC, "defineClass", DEFINE, null, null);
        define.visitVarInsn(Opcodes.ALOAD, 4);
        define.visitInsn(Opcodes.ARETURN);
        define.visitMaxs(0, 0);
        return writer.toByteArray();
    }
}
