// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What code that allocates by calls tells its hooks. */
final class AllocatingCallTests {
    private static final String SPECIMEN = CallSpecimen.class.getName();

    private Class<?> specimen;
    private Object result;

    @BeforeEach
    void load() throws ClassNotFoundException {
        specimen = new TestInstrumenter().load(CallSpecimen.class);
        RecordingShim.take();
    }

    /** Calls a method and answers what its hooks were told, each from the line it was told from. */
    private List<String> told(String method, Object... arguments) throws ReflectiveOperationException {
        for (Method candidate : specimen.getMethods()) {
            if (candidate.getName().equals(method)) {
                result = candidate.invoke(null, arguments);
            }
        }
        List<RecordingShim.Event> events = RecordingShim.take();
        for (RecordingShim.Event event : events) {
            assertThat(event.site().line()).isEqualTo(event.caller().getLineNumber());
            assertThat(event.site().method().name()).isEqualTo(event.caller().getMethodName());
        }
        return events.stream().map(RecordingShim.Event::toString).toList();
    }

    @Test
    void shouldTellEachValueThatIsBoxed() throws ReflectiveOperationException {
        assertThat(told("boxes", -129, 1L << 40, (short) 128, '\uffff', 1.5f, 2.5))
                .containsExactly(
                        "boxInt java.lang.Integer of -129",
                        "boxLong java.lang.Long of 1099511627776",
                        "boxShort java.lang.Short of 128",
                        "boxChar java.lang.Character of 65535",
                        "boxFloat java.lang.Float",
                        "boxDouble java.lang.Double");
        assertThat(result).isEqualTo(List.of(-129, 1L << 40, (short) 128, '\uffff', 1.5f, 2.5));
        assertThat(told("cached", (byte) 1, true, 1_000, 2_000L)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -129, -128, 0, 127, 128, 1_000, Integer.MAX_VALUE})
    void shouldTellTheValueWhenAJumpLeadsToTheCall(int value) throws ReflectiveOperationException {
        assertThat(told("oneOf", true, value, 5)).containsExactly("boxInt java.lang.Integer of " + value);
        assertThat(result).isEqualTo(value);
        assertThat(told("oneOf", false, 5, value)).containsExactly("boxInt java.lang.Integer of " + value);
        assertThat(result).isEqualTo(value);
        long wide = (long) value << 20;
        assertThat(told("oneOfLongs", true, wide, 5L)).containsExactly("boxLong java.lang.Long of " + wide);
        assertThat(told("oneOfLongs", false, 5L, wide)).containsExactly("boxLong java.lang.Long of " + wide);
        assertThat(result).isEqualTo(wide);
    }

    @Test
    void shouldTellTheLengthOfCloneOfPrimitives() throws ReflectiveOperationException {
        Object[] arrays = {
            new boolean[1], new byte[2], new char[3], new short[4], new int[5], new float[6], new long[7], new double[8]
        };
        assertThat(told("clones", arrays))
                .containsExactly(
                        "fixed java.lang.Object[]",
                        "array1 boolean[] length 1",
                        "array1 byte[] length 2",
                        "array2 char[] length 3",
                        "array2 short[] length 4",
                        "array4 int[] length 5",
                        "array4 float[] length 6",
                        "array8 long[] length 7",
                        "array8 double[] length 8");
        assertThat(result).isEqualTo(arrays).isNotSameAs(arrays);
    }

    @Test
    void shouldTellTheClassThatACloneOfObjectsHas() throws ReflectiveOperationException {
        assertThat(told("cloneOfObjects", (Object) new Number[3]))
                .containsExactly("typedArray java.lang.Number[] java.lang.Number[] length 3");
        assertThat(told("cloneOfObjects", (Object) new Integer[] {1, 2}))
                .containsExactly("typedArray java.lang.Number[] java.lang.Integer[] length 2");
        assertThat(result).isEqualTo(new Integer[] {1, 2});
    }

    /** The arrays in it are not cloned. */
    @Test
    void shouldTellTheOuterArrayOfACloneOfArrays() throws ReflectiveOperationException {
        int[][] arrays = {{1}, {2, 3}, {}, {4}};
        assertThat(told("cloneOfArrays", (Object) arrays)).containsExactly("typedArray int[][] int[][] length 4");
        assertThat(((int[][]) result)[1]).isSameAs(arrays[1]);
    }

    @Test
    void shouldTellTheClassOfAnObjectThatSuperCloned() throws ReflectiveOperationException {
        assertThat(told("copy", 7)).containsExactly("object " + SPECIMEN, "instance java.lang.Object " + SPECIMEN);
        assertThat(specimen.getField("value").get(result)).isEqualTo(7);
    }

    @Test
    void shouldTellWhatReflectionMade() throws ReflectiveOperationException {
        assertThat(told("newInstance", long.class, 9)).containsExactly("made java.lang.Object long[] length 9");
        assertThat(told("newInstance", String.class, 0))
                .containsExactly("made java.lang.Object java.lang.String[] length 0");
        assertThat(told("newInstances", int.class, new int[] {2, 3}))
                .containsExactly("made java.lang.Object int[][] length 2");
        assertThat(result).isEqualTo(new int[2][3]);
    }

    @Test
    void shouldTellTheClassOfACopy() throws ReflectiveOperationException {
        assertThat(told("copied", new Object[] {1, 2L}, 3))
                .containsExactly("typedArray java.lang.Object[] java.lang.Number[] length 3");
        assertThat(told("copiedRange", new Object[] {1, 2, 3}, 1, 3))
                .containsExactly("typedArray java.lang.Object[] java.lang.Integer[] length 2");
        assertThat(result).isEqualTo(new Integer[] {2, 3});
    }

    @Test
    void shouldNotTellWhatFailed() {
        assertFails(NegativeArraySizeException.class, "newInstance", int.class, -1);
        assertFails(NegativeArraySizeException.class, "newInstances", int.class, new int[] {1, -1});
        assertFails(NegativeArraySizeException.class, "copied", new Object[] {1}, -1);
        assertFails(ArrayStoreException.class, "copied", new Object[] {"text"}, 1);
        assertFails(NullPointerException.class, "cloneOfArrays", (Object) null);
    }

    private void assertFails(Class<? extends Throwable> cause, String method, Object... arguments) {
        assertThatExceptionOfType(InvocationTargetException.class)
                .isThrownBy(() -> told(method, arguments))
                .withCauseInstanceOf(cause);
        assertThat(RecordingShim.take()).isEmpty();
    }

    @Test
    void shouldNotTellCallsThatAreCountedInside() throws ReflectiveOperationException {
        assertThat(told("sameNames", "12", new int[] {1}, new String[] {"a"}))
                .containsExactly("fixed java.lang.Class[]", "fixed java.lang.Object[]");
    }
}
