// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.allocsites.table.Hook;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Code that javac does not make, instrumented and run by this JVM. */
final class GeneratedCodeTests {
    private static final int MOST_DIMENSIONS = 255;

    private final TestInstrumenter instrumenter = new TestInstrumenter();

    @BeforeEach
    void forget() {
        RecordingShim.take();
    }

    private List<RecordingShim.Event> run(byte[] file) throws ReflectiveOperationException {
        Class<?> type = instrumenter.load(Generated.NAME.replace('/', '.'), file);
        type.getMethod("m", int.class).invoke(null, 0);
        return RecordingShim.take();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 50})
    void shouldTellEveryLevelWhateverTheNumberOfDimensions(int dimensions) throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(multiDimensional(dimensions));
        assertThat(events).hasSize(dimensions);
        for (int level = 0; level < dimensions; level++) {
            assertThat(events.get(level).arrays()).isEqualTo(1);
            assertThat(events.get(level).length()).isEqualTo(1);
            assertThat(events.get(level).site().type()).isEqualTo("int" + "[]".repeat(MOST_DIMENSIONS - level));
            assertThat(events.get(level).elementBytes()).isEqualTo(4);
        }
    }

    /** The hooks' code grows with the square of the dimensions: beyond the compiler's limit, the method stays. */
    @ParameterizedTest
    @ValueSource(ints = {100, MOST_DIMENSIONS})
    void shouldLeaveAMethodWithMoreDimensionsThanTheCompilerBears(int dimensions) throws ReflectiveOperationException {
        byte[] file = multiDimensional(dimensions);
        ClassInstrumenter.Instrumented result = instrumenter.instrument(file);
        assertThat(result.bytes()).isNull();
        assertThat(result.skippedMethods()).isEqualTo(1);
        assertThat(run(file)).isEmpty();
    }

    /** An array of ints of as many dimensions as a class file can say, so many of them made, each of length 1. */
    private static byte[] multiDimensional(int dimensions) {
        return Generated.method(code -> {
            for (int level = 0; level < dimensions; level++) {
                code.visitInsn(Opcodes.ICONST_1);
            }
            code.visitMultiANewArrayInsn("[".repeat(MOST_DIMENSIONS) + "I", dimensions);
            code.visitInsn(Opcodes.POP);
        });
    }

    /** In variables behind the method's own, as many as any of them needs. */
    @Test
    void shouldTellEveryLevelWhenAnArrayOfFewerDimensionsFollows() throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            for (int dimensions = 3; dimensions > 1; dimensions--) {
                for (int level = 0; level < dimensions; level++) {
                    code.visitInsn(Opcodes.ICONST_1);
                }
                code.visitMultiANewArrayInsn("[".repeat(dimensions) + "I", dimensions);
                code.visitInsn(Opcodes.POP);
            }
        }));
        assertThat(events)
                .extracting(event -> event.site().type())
                .containsExactly("int[][][]", "int[][]", "int[]", "int[][]", "int[]");
    }

    /** From number 256 on a variable takes another instruction. */
    @ParameterizedTest
    @ValueSource(ints = {252, 253, 254, 255, 256, 300})
    void shouldTellEveryLevelWhateverTheNumberOfItsVariable(int last) throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            code.visitInsn(Opcodes.ICONST_1);
            code.visitVarInsn(Opcodes.ISTORE, last);
            code.visitInsn(Opcodes.ICONST_2);
            code.visitInsn(Opcodes.ICONST_3);
            code.visitMultiANewArrayInsn("[[I", 2);
            code.visitVarInsn(Opcodes.ILOAD, 0); // 0, as it was given
            code.visitInsn(Opcodes.AALOAD);
            code.visitInsn(Opcodes.POP);
        }));
        assertThat(events)
                .extracting(RecordingShim.Event::toString)
                .containsExactly("level int[][] x 1 length 2", "level int[] x 2 length 3");
    }

    /** The lengths are put aside into variables behind the method's own, of which there are at most 65,535. */
    @ParameterizedTest
    @CsvSource({"65532,true", "65533,false", "65534,false"})
    void shouldLeaveAMethodThatHasNoVariablesLeft(int last, boolean fits) {
        byte[] file = Generated.method(code -> {
            code.visitInsn(Opcodes.ICONST_1);
            code.visitVarInsn(Opcodes.ISTORE, last);
            code.visitInsn(Opcodes.ICONST_1);
            code.visitInsn(Opcodes.ICONST_1);
            code.visitMultiANewArrayInsn("[[I", 2);
            code.visitInsn(Opcodes.POP);
        });
        assertThat(instrumenter.instrument(file).untouched()).isEqualTo(!fits);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 127, 128, 32_767, 32_768, 100_000})
    void shouldKnowConstantLengthsHoweverTheyAreWritten(int length) throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> newArray(code, length)));
        assertThat(events).extracting(RecordingShim.Event::toString).containsExactly("fixed byte[]");
        assertThat(events.get(0).site().sizeBytes()).isEqualTo(Hook.arrayBytes(length, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, -2, -128, -129, -32_769, Integer.MIN_VALUE})
    void shouldThrowWhatTheCodeThrowsWhenAConstantLengthIsNegative(int length) {
        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> run(Generated.method(code -> newArray(code, length))))
                .withCauseInstanceOf(NegativeArraySizeException.class);
        assertThat(RecordingShim.take()).isEmpty();
    }

    /** The heap may be too small for such arrays: the hook has to know what is asked for. */
    @ParameterizedTest
    @ValueSource(ints = {(1 << 20) - 32, (1 << 20) - 16, 1 << 20, Integer.MAX_VALUE})
    void shouldTellTheLengthWhenAConstantArrayIsLarge(int length) {
        byte[] hooked = instrumenter.hooked(Generated.method(code -> newArray(code, length)));
        boolean fits = Hook.arrayBytes(length, 1) <= 1 << 20;
        assertThat(Trees.hooks(hooked, "m")).containsExactly(fits ? "fixed" : "array1");
    }

    /** The constant in front of the instruction is there on one of two ways only. */
    @Test
    void shouldTellTheLengthWhenAJumpLeadsBetweenConstantAndInstruction() throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            Label between = new Label();
            code.visitInsn(Opcodes.ICONST_2);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFEQ, between);
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.ICONST_5);
            code.visitLabel(between);
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BYTE);
            code.visitInsn(Opcodes.POP);
        }));
        assertThat(events).extracting(RecordingShim.Event::toString).containsExactly("array1 byte[] length 2");
    }

    /** A switch jumps by its default and by its keys. */
    @ParameterizedTest
    @CsvSource({"0,true", "7,true", "0,false", "7,false"})
    void shouldTellTheLengthWhenASwitchLeadsBetweenConstantAndInstruction(int key, boolean table)
            throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            Label between = new Label();
            Label other = new Label();
            Label ofKey = key == 0 ? between : other;
            Label ofDefault = key == 0 ? other : between;
            code.visitInsn(Opcodes.ICONST_2);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            if (table) {
                code.visitTableSwitchInsn(key, key, ofDefault, ofKey);
            } else {
                code.visitLookupSwitchInsn(ofDefault, new int[] {key}, new Label[] {ofKey});
            }
            code.visitLabel(other);
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.ICONST_5);
            code.visitLabel(between);
            code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BYTE);
            code.visitInsn(Opcodes.POP);
        }));
        assertThat(events).extracting(RecordingShim.Event::toString).containsExactly("array1 byte[] length 2");
    }

    @Test
    void shouldTellTheLineThatTheJvmTellsWhenAnInstructionHasTwo() throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            for (int line = 10; line <= 11; line++) {
                Label here = new Label();
                code.visitLabel(here);
                code.visitLineNumber(line, here);
            }
            Generated.newObject(code);
        }));
        assertThat(events).hasSize(1);
        assertThat(events.get(0).site().line())
                .isEqualTo(events.get(0).caller().getLineNumber())
                .isEqualTo(11);
    }

    /** A hook loads the class: what fails there is caught where the allocation's failure is. */
    @Test
    void shouldCatchWhatAHookThrowsWhenTheHandlersRangeBeginsWithTheAllocation() throws ReflectiveOperationException {
        assertThat(run(missingClass(true)))
                .extracting(RecordingShim.Event::toString)
                .containsExactly("object java.lang.Object");
    }

    @Test
    void shouldNotCatchWhatAHookThrowsWhenTheHandlersRangeEndsBeforeTheAllocation() {
        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> run(missingClass(false)))
                .withCauseInstanceOf(NoClassDefFoundError.class);
    }

    /** The handler begins with an allocation of its own. */
    private static byte[] missingClass(boolean inRange) {
        return Generated.method(code -> {
            Label before = new Label();
            Label allocation = new Label();
            Label behind = new Label();
            Label handler = new Label();
            String type = "java/lang/NoClassDefFoundError";
            code.visitTryCatchBlock(inRange ? allocation : before, inRange ? behind : allocation, handler, type);
            code.visitLabel(before);
            code.visitInsn(Opcodes.NOP);
            code.visitLabel(allocation);
            code.visitTypeInsn(Opcodes.NEW, "com/acme/Missing");
            code.visitLabel(behind);
            code.visitInsn(Opcodes.POP);
            code.visitInsn(Opcodes.RETURN);
            code.visitLabel(handler);
            Generated.newObject(code);
            code.visitInsn(Opcodes.POP);
        });
    }

    /** Switches whose padding changes because of the hooks before them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void shouldKeepSwitchesWhateverStandsBeforeThem(int before) throws ReflectiveOperationException {
        List<RecordingShim.Event> events = run(Generated.method(code -> {
            Label one = new Label();
            Label two = new Label();
            Label end = new Label();
            for (int i = 0; i < before; i++) {
                code.visitInsn(Opcodes.NOP);
            }
            newArray(code, 1);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitTableSwitchInsn(-1, 1, end, end, one, end);
            code.visitLabel(one);
            newArray(code, 2);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitLookupSwitchInsn(end, new int[] {-5, 0}, new Label[] {end, two});
            code.visitLabel(two);
            Generated.newObject(code);
            code.visitLabel(end);
        }));
        assertThat(events)
                .extracting(RecordingShim.Event::toString)
                .containsExactly("fixed byte[]", "fixed byte[]", "object java.lang.Object");
    }

    /** Old compilers' class files, on the old verifier; with subroutines where the version has them. */
    @ParameterizedTest
    @ValueSource(ints = {Opcodes.V1_1, 46, 47, 48, 49, 50})
    void shouldRaiseOldClassesToTheFirstVersionThatHasClassConstants(int version) throws ReflectiveOperationException {
        byte[] file = Generated.method(version, code -> {
            Generated.newObject(code);
            newArray(code, 3);
        });
        assertThat(ClassScan.of(file).majorVersion()).isEqualTo(version & 0xFFFF);
        assertThat(ClassScan.of(instrumenter.hooked(file)).majorVersion()).isEqualTo(Math.max(version & 0xFFFF, 49));
        assertThat(run(file))
                .extracting(RecordingShim.Event::toString)
                .containsExactly("object java.lang.Object", "fixed byte[]");
    }

    @Test
    void shouldKeepSubroutines() throws ReflectiveOperationException {
        byte[] file = Generated.withSubroutines(code -> {
            Label subroutine = new Label();
            Label end = new Label();
            code.visitJumpInsn(Opcodes.JSR, subroutine);
            newArray(code, 1);
            code.visitJumpInsn(Opcodes.JSR, subroutine);
            code.visitJumpInsn(Opcodes.GOTO, end);
            code.visitLabel(subroutine);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            Generated.newObject(code);
            code.visitVarInsn(Opcodes.RET, 1);
            code.visitLabel(end);
        });
        assertThat(run(file))
                .extracting(RecordingShim.Event::toString)
                .containsExactly("object java.lang.Object", "fixed byte[]", "object java.lang.Object");
    }

    private static void newArray(MethodVisitor code, int length) {
        if (length >= -1 && length <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + length);
        } else if (length == (byte) length) {
            code.visitIntInsn(Opcodes.BIPUSH, length);
        } else if (length == (short) length) {
            code.visitIntInsn(Opcodes.SIPUSH, length);
        } else {
            code.visitLdcInsn(length);
        }
        code.visitIntInsn(Opcodes.NEWARRAY, Opcodes.T_BYTE);
        code.visitInsn(Opcodes.POP);
    }
}
