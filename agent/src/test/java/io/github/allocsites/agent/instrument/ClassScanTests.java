// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

final class ClassScanTests {
    private static final int CLASSES_AT_LEAST = 5_000;

    /** A scan takes microseconds; this only tells one that never ends from one that does. */
    private static final Duration FOR_EVER = Duration.ofSeconds(20);

    /** What ASM finds in one method after the other. */
    private static final class Counter extends ClassVisitor {
        final int[] sites;
        final int[] maxLocals;
        int methods;
        boolean parameters;
        private String className;

        Counter(int methods) {
            super(Opcodes.ASM9);
            this.sites = new int[methods];
            this.maxLocals = new int[methods];
        }

        @Override
        public void visit(
                int version, int access, String name, String signature, String superName, String[] interfaces) {
            className = name;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            int method = methods++;
            boolean nothing = CountedCalls.nothingInside(className, name, descriptor);
            sites[method] = CountedCalls.definesHiddenClasses(className, name, descriptor) ? 1 : 0;
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitParameter(String parameter, int parameterAccess) {
                    parameters = true;
                }

                @Override
                public void visitTypeInsn(int opcode, String type) {
                    sites[method] += opcode == Opcodes.NEW || opcode == Opcodes.ANEWARRAY ? 1 : 0;
                }

                @Override
                public void visitIntInsn(int opcode, int operand) {
                    sites[method] += opcode == Opcodes.NEWARRAY ? 1 : 0;
                }

                @Override
                public void visitMultiANewArrayInsn(String type, int dimensions) {
                    sites[method]++;
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean itf) {
                    boolean archive = CountedCalls.searchesArchive(owner, called);
                    sites[method] += archive || CountedCalls.of(opcode, owner, called, type) != null ? 1 : 0;
                }

                @Override
                public void visitMaxs(int maxStack, int locals) {
                    maxLocals[method] = locals;
                    sites[method] = nothing ? 0 : sites[method];
                }
            };
        }
    }

    @Test
    void shouldSeeWhatAsmSeesInEveryClassOfJavaBase() {
        Map<String, byte[]> files = JdkClassFiles.ofModule("java.base");
        assertThat(files).hasSizeGreaterThan(CLASSES_AT_LEAST);
        long methods = 0;
        long sites = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ClassScan scan = assertAgrees(file.getKey(), file.getValue());
            methods += scan.methodCount();
            for (int method = 0; method < scan.methodCount(); method++) {
                sites += scan.sites(method);
            }
        }
        System.out.printf(
                "ClassScan: %d classes, %d methods, %d allocating instructions%n", files.size(), methods, sites);
    }

    private static ClassScan assertAgrees(String name, byte[] file) {
        ClassScan scan = ClassScan.of(file);
        MethodBytes methods = new MethodBytes(file);
        Counter counter = new Counter(methods.count());
        ClassReader reader = new ClassReader(file);
        reader.accept(counter, ClassReader.SKIP_DEBUG & ClassReader.SKIP_FRAMES);
        assertThat(scan.methodCount()).as(name).isEqualTo(counter.methods);
        assertThat(scan.majorVersion()).as(name).isEqualTo(reader.readUnsignedShort(6));
        assertThat(scan.hasMethodParameters()).as(name).isEqualTo(counter.parameters);
        assertThat(scan.allocates())
                .as(name)
                .isEqualTo(Arrays.stream(counter.sites).sum() > 0);
        for (int method = 0; method < scan.methodCount(); method++) {
            String where = name + "." + methods.name(method);
            assertThat(scan.sites(method)).as(where).isEqualTo(counter.sites[method]);
            assertThat(scan.maxLocals(method)).as(where).isEqualTo(counter.maxLocals[method]);
            assertThat(scan.codeBytes(method)).as(where).isEqualTo(methods.codeBytes(method));
        }
        return scan;
    }

    /** With any number of bytes in front of a switch, whose operands begin at a multiple of four. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldStepOverSwitchesWhateverTheirPadding(int before) {
        byte[] file = Generated.method(code -> {
            Label one = new Label();
            Label two = new Label();
            Label end = new Label();
            for (int i = 0; i < before; i++) {
                code.visitInsn(Opcodes.NOP);
            }
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitTableSwitchInsn(-1, 2, end, one, two, one, end);
            code.visitLabel(one);
            Generated.newObject(code);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitLookupSwitchInsn(end, new int[] {187, 188, 189}, new Label[] {two, end, one});
            code.visitLabel(two);
            Generated.newObject(code);
            code.visitLabel(end);
            Generated.newObject(code);
        });
        assertAgrees("before " + before, file);
        assertThat(ClassScan.of(file).sites(0)).isEqualTo(3);
    }

    /** Operands that look like allocating instructions. */
    @Test
    void shouldNotTakeOperandsForInstructions() {
        byte[] file = Generated.method(code -> {
            code.visitIntInsn(Opcodes.BIPUSH, (byte) 187);
            code.visitVarInsn(Opcodes.ISTORE, 188);
            code.visitIntInsn(Opcodes.SIPUSH, 189 << 8 | 187);
            code.visitVarInsn(Opcodes.ISTORE, 187 << 8 | 188); // wide
            code.visitIincInsn(300, 187); // wide iinc
            code.visitIincInsn(187, 300);
            Generated.newObject(code);
        });
        assertAgrees("operands", file);
        assertThat(ClassScan.of(file).sites(0)).isEqualTo(1);
    }

    @Test
    void shouldKnowWhichClassesAreMentioned() {
        ClassScan scan = ClassScan.of(JdkClassFiles.of(ClassScanTests.class));
        assertThat(scan.mentionsClass("org/junit/jupiter/api/Assertions")).isTrue();
        assertThat(scan.mentionsClass("org/junit/jupiter/api/Assertion")).isFalse();
        assertThat(scan.mentionsClass(HookCalls.SHIM)).isFalse();
    }

    /** Any RuntimeException; the JVM says what is wrong with the class. */
    @Test
    void shouldEndWithAnAnswerOrARuntimeExceptionWhenBytesAreMalformed() {
        byte[][] good = {
            JdkClassFiles.of(String.class), JdkClassFiles.of(Integer.class), JdkClassFiles.of(ClassScanTests.class)
        };
        SplittableRandom random = new SplittableRandom(1);
        int refused = 0;
        for (int turn = 0; turn < 20_000; turn++) {
            byte[] bad = damaged(good[turn % good.length].clone(), random);
            refused += Assertions.assertTimeoutPreemptively(FOR_EVER, () -> isRefused(bad)) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damaged(byte[] file, SplittableRandom random) {
        int damages = 1 + random.nextInt(4);
        for (int damage = 0; damage < damages; damage++) {
            file[random.nextInt(file.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }

    private static boolean isRefused(byte[] file) {
        try {
            ClassScan.of(file);
            return false;
        } catch (RuntimeException malformed) {
            return true;
        }
    }

    /** A switch whose bounds would lead the scan backwards, over and over. */
    @ParameterizedTest
    @ValueSource(ints = {-2, -3, -4, -5, -100, Integer.MIN_VALUE})
    void shouldNotGoBackwardsInAMalformedSwitch(int high) {
        byte[] file = Generated.method(code -> {
            Label end = new Label();
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitTableSwitchInsn(0x01020304, 0x01020304, end, end);
            code.visitLabel(end);
        });
        int at = indexOfInt(file, 0x01020304);
        putInt(file, at, 1);
        putInt(file, at + 4, high);
        Assertions.assertTimeoutPreemptively(FOR_EVER, () -> isRefused(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -5, -10, Integer.MIN_VALUE})
    void shouldNotGoBackwardsInAMalformedLookup(int pairs) {
        byte[] file = Generated.method(code -> {
            Label end = new Label();
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitLookupSwitchInsn(end, new int[] {0x01020304}, new Label[] {end});
            code.visitLabel(end);
        });
        putInt(file, indexOfInt(file, 0x01020304) - 4, pairs);
        Assertions.assertTimeoutPreemptively(FOR_EVER, () -> isRefused(file));
    }

    private static int indexOfInt(byte[] file, int value) {
        for (int at = 0; at < file.length - 3; at++) {
            if (file[at] == (byte) (value >> 24)
                    && file[at + 1] == (byte) (value >> 16)
                    && file[at + 2] == (byte) (value >> 8)
                    && file[at + 3] == (byte) value) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    private static void putInt(byte[] file, int at, int value) {
        for (int i = 0; i < 4; i++) {
            file[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    @Test
    void shouldRefuseWhatIsNoClassFile() {
        for (byte[] bytes : new byte[][] {{}, {1}, new byte[9], new byte[10], "not a class file".getBytes()}) {
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> ClassScan.of(bytes));
        }
        ClassWriter empty = new ClassWriter(0);
        empty.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Empty", null, "java/lang/Object", null);
        assertThat(ClassScan.of(empty.toByteArray()).methodCount()).isZero();
        assertThat(ClassScan.of(empty.toByteArray()).allocates()).isFalse();
    }
}
