// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.allocsites.table.Hook;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;

/** What instrumented code tells its hooks, run by this JVM and past its verifier. */
final class ClassInstrumenterTests {
    private static final String SPECIMEN = Specimen.class.getName();

    private final TestInstrumenter instrumenter = new TestInstrumenter();
    private Class<?> specimen;

    @BeforeEach
    void load() throws ClassNotFoundException {
        specimen = instrumenter.load(Specimen.class);
        RecordingShim.take();
    }

    /** Calls a method of the specimen and answers what its hooks were told, each from the line it was told from. */
    private List<RecordingShim.Event> events(String method, Object... arguments) throws ReflectiveOperationException {
        for (Method candidate : specimen.getMethods()) {
            if (candidate.getName().equals(method)) {
                candidate.invoke(null, arguments);
            }
        }
        List<RecordingShim.Event> events = RecordingShim.take();
        for (RecordingShim.Event event : events) {
            assertThat(event.site().line()).isEqualTo(event.caller().getLineNumber());
            assertThat(event.site().method().name()).isEqualTo(event.caller().getMethodName());
            assertThat(event.site().method().className())
                    .isEqualTo(event.caller().getClassName());
            assertThat(event.site().method().file()).isEqualTo("Specimen.java");
        }
        return events;
    }

    private List<String> told(String method, Object... arguments) throws ReflectiveOperationException {
        return events(method, arguments).stream()
                .map(RecordingShim.Event::toString)
                .toList();
    }

    @Test
    void shouldTellTheClassOfEachObject() throws ReflectiveOperationException {
        assertThat(told("object")).containsExactly("object java.lang.Object");
        assertThat(events("object").get(0).type()).isEqualTo(Object.class);
        assertThat(told("nested"))
                .containsExactly("object " + SPECIMEN, "object " + SPECIMEN, "object java.lang.Object");
        assertThat(events("nested").get(0).type()).isEqualTo(specimen);
    }

    @Test
    void shouldGiveAnInstructionTheSameProbeEveryTime() throws ReflectiveOperationException {
        List<RecordingShim.Event> events = events("loop", 3);
        assertThat(events)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.toString()).isEqualTo("fixed int[]"));
        assertThat(events)
                .extracting(RecordingShim.Event::probe)
                .containsOnly(events.get(0).probe());
        assertThat(events("oneOf", true).get(0).probe())
                .isNotEqualTo(events.get(0).probe());
    }

    @Test
    void shouldTellNothingButTheProbeWhenTheLengthIsAConstant() throws ReflectiveOperationException {
        List<RecordingShim.Event> events = events("constantLengths");
        assertThat(events)
                .extracting(RecordingShim.Event::toString)
                .containsExactly(
                        "fixed java.lang.Object[]",
                        "fixed byte[]",
                        "fixed boolean[]",
                        "fixed char[]",
                        "fixed short[]",
                        "fixed int[]",
                        "fixed float[]",
                        "fixed long[]",
                        "fixed double[]",
                        "fixed java.lang.String[]",
                        "fixed int[][]");
        int[] lengths = {10, 0, 5, 6, 127, 128, 32_767, 32_768, 70_000, 3, 4};
        int[] elementBytes = {4, 1, 1, 2, 2, 4, 4, 8, 8, 4, 4};
        for (int i = 0; i < lengths.length; i++) {
            assertThat(events.get(i).site().sizeBytes()).isEqualTo(Hook.arrayBytes(lengths[i], elementBytes[i]));
        }
    }

    @Test
    void shouldTellTheLengthOfOtherArrays() throws ReflectiveOperationException {
        assertThat(told("lengths", 9))
                .containsExactly(
                        "fixed java.lang.Object[]",
                        "array1 byte[] length 9",
                        "array1 boolean[] length 9",
                        "array2 char[] length 9",
                        "array2 short[] length 9",
                        "array4 int[] length 9",
                        "array4 float[] length 9",
                        "array8 long[] length 9",
                        "array8 double[] length 9",
                        "array4 java.lang.String[] length 9",
                        "array4 int[][] length 9");
    }

    @Test
    void shouldTellTheLengthWhenAnotherConstantCanComeThere() throws ReflectiveOperationException {
        assertThat(told("oneOf", true)).containsExactly("array4 int[] length 3");
        assertThat(told("oneOf", false)).containsExactly("array4 int[] length 5");
    }

    @Test
    void shouldTellEachLevelOfAMultiDimensionalArray() throws ReflectiveOperationException {
        assertThat(told("cube", 2, 3, 5))
                .containsExactly(
                        "level long[][][] x 1 length 2", "level long[][] x 2 length 3", "level long[] x 6 length 5");
        assertThat(events("cube", 2, 3, 5))
                .extracting(RecordingShim.Event::elementBytes)
                .containsExactly(4, 4, 8);
        assertThat(told("partly", 4, 6))
                .containsExactly("level byte[][][] x 1 length 4", "level byte[][] x 4 length 6");
        assertThat(told("cube", 2, 0, 5))
                .containsExactly(
                        "level long[][][] x 1 length 2", "level long[][] x 2 length 0", "level long[] x 0 length 5");
        assertThat(told("manyLocals", 1L, 2.0, 3L, 4))
                .containsExactly("level int[][] x 1 length 4", "level int[] x 4 length 5");
    }

    @Test
    void shouldKeepTheResultsOfTheCode() throws ReflectiveOperationException {
        assertThat(specimen.getMethod("builder", boolean.class, String.class, String.class)
                        .invoke(null, true, "a", "b"))
                .isEqualTo(Specimen.builder(true, "a", "b"));
        assertThat(specimen.getMethod("builderInLoop", int.class).invoke(null, 4))
                .isEqualTo(Specimen.builderInLoop(4));
        assertThat(specimen.getMethod("loop", int.class).invoke(null, 5)).isEqualTo(Specimen.loop(5));
        assertThat(specimen.getMethod("manyLocals", long.class, double.class, long.class, int.class)
                        .invoke(null, 1L, 2.0, 3L, 4))
                .isEqualTo(Specimen.manyLocals(1, 2, 3, 4));
        assertThat(specimen.getMethod("cube", int.class, int.class, int.class).invoke(null, 2, 3, 4))
                .isEqualTo(Specimen.cube(2, 3, 4));
    }

    @Test
    void shouldTellStringBuildersWhereTheFrameHoldsAnUninitializedOne() throws ReflectiveOperationException {
        String builder = "object java.lang.StringBuilder";
        assertThat(told("builder", true, "a", "b")).containsExactly(builder, builder);
        assertThat(told("builder", false, "a", "b")).containsExactly(builder, builder);
        assertThat(told("builderInLoop", 3)).containsExactly(builder, builder, builder);
        assertThat(told("buffer", true)).containsExactly("object java.lang.StringBuffer");
    }

    @Test
    void shouldTellOnlyWhatWasReached() throws ReflectiveOperationException {
        String object = "object " + SPECIMEN;
        assertThat(told("whichever", true, 3)).containsExactly(object, "array1 byte[] length 3");
        assertThat(told("whichever", false, 3)).containsExactly(object, object, "object java.lang.Object");
        assertThat(told("whichever", false, 1)).containsExactly(object, object);
        assertThat(told("chosen", 1)).containsExactly("object java.lang.Object");
        assertThat(told("chosen", 2)).containsExactly("fixed int[]");
        assertThat(told("chosen", 1_000_000)).containsExactly("array4 int[] length 2");
        assertThat(told("chosen", 7)).containsExactly("object java.util.ArrayList", "boxInt java.lang.Integer of 7");
        assertThat(told("lambda", 6)).containsExactly("array2 char[] length 6");
        assertThat(told("locked", "lock")).containsExactly(object);
    }

    @Test
    void shouldNotTellWhatFailed() throws ReflectiveOperationException {
        assertThat(told("caught", 2)).containsExactly("array1 byte[] length 2", "object " + SPECIMEN);
        assertThat(told("caught", -2)).containsExactly("object java.lang.Object", "object " + SPECIMEN);
        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> told("cube", 3, -1, 2))
                .withCauseInstanceOf(NegativeArraySizeException.class);
        assertThat(RecordingShim.take()).isEmpty();
    }

    @Test
    void shouldKeepTheNamesOfParameters() throws ReflectiveOperationException {
        Method named = specimen.getMethod("named", int.class, String.class);
        assertThat(named.getParameters())
                .extracting(parameter -> parameter.getName() + parameter.getModifiers())
                .containsExactly("firstName0", "secondName16");
    }

    @Test
    void shouldPutParameterNamesBack() throws Exception {
        byte[] file = JdkClassFiles.of(Specimen.class);
        byte[] without = Trees.withoutParameterNames(file);
        assertThat(ClassScan.of(without).hasMethodParameters()).isFalse();
        ClassInstrumenter nameless =
                new ClassInstrumenter(new ProbeRegistry(), new ArraySizes(4, (length, elementBytes) -> 16));
        byte[] restored = nameless.instrument(without, ClassScan.of(without), null, ParameterNames.of(file))
                .bytes();
        assertThat(Trees.parameterNames(restored))
                .isEqualTo(Trees.parameterNames(file))
                .isNotEmpty();
    }

    /** The class is written for its names alone. */
    @Test
    void shouldPutParameterNamesBackWhenNoMethodCanCarryHooks() {
        byte[] file = Generated.method(code -> {
            code.visitParameter("named", 0);
            code.visitParameter(null, Opcodes.ACC_SYNTHETIC);
            for (int bytes = 0; bytes < ClassInstrumenter.HUGE_METHOD_BYTES - 8; bytes += 8) {
                Generated.newObject(code);
            }
        });
        byte[] without = Trees.withoutParameterNames(file);
        ClassInstrumenter nameless =
                new ClassInstrumenter(new ProbeRegistry(), new ArraySizes(4, (length, elementBytes) -> 16));
        ClassInstrumenter.Instrumented restored =
                nameless.instrument(without, ClassScan.of(without), null, ParameterNames.of(file));
        assertThat(restored.untouched()).isTrue();
        assertThat(restored.skippedMethods()).isEqualTo(1);
        assertThat(Trees.parameterNames(restored.bytes())).containsExactly(List.of("m named 0", "m null 4096"));
        assertThat(Trees.hooks(restored.bytes(), "m")).isEmpty();
    }
}
