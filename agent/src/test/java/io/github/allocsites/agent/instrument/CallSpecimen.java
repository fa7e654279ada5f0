// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;

/** Code that allocates by calls, each in a line of its own. */
public final class CallSpecimen implements Cloneable {
    public int value;

    @Override
    public CallSpecimen clone() throws CloneNotSupportedException {
        return (CallSpecimen) super.clone();
    }

    public static Object copy(int value) throws CloneNotSupportedException {
        CallSpecimen original = new CallSpecimen();
        original.value = value;
        return original.clone();
    }

    public static List<Object> boxes(int i, long l, short s, char c, float f, double d) {
        return List.of(
                i, //
                l, s, c, f, d);
    }

    /** Bytes and booleans are all cached; what is boxed already is not boxed again. */
    public static List<Object> cached(byte b, boolean z, Integer boxed, Object other) {
        return List.of(b, z, boxed, other);
    }

    /** The call is where a jump leads to. */
    public static Integer oneOf(boolean first, int a, int b) {
        return Integer.valueOf(first ? a : b);
    }

    public static Long oneOfLongs(boolean first, long a, long b) {
        return Long.valueOf(first ? a : b);
    }

    public static Object[] clones(
            boolean[] z, byte[] b, char[] c, short[] s, int[] i, float[] f, long[] l, double[] d) {
        return new Object[] {
            z.clone(), //
            b.clone(), c.clone(), s.clone(), i.clone(), f.clone(), l.clone(), d.clone()
        };
    }

    public static Number[] cloneOfObjects(Number[] numbers) {
        return numbers.clone();
    }

    public static int[][] cloneOfArrays(int[][] arrays) {
        return arrays.clone();
    }

    public static Object newInstance(Class<?> type, int length) {
        return Array.newInstance(type, length);
    }

    public static Object newInstances(Class<?> type, int... lengths) {
        return Array.newInstance(type, lengths);
    }

    public static Object[] copied(Object[] from, int length) {
        return Arrays.copyOf(from, length, Number[].class);
    }

    public static Object[] copiedRange(Object[] from, int begin, int end) {
        return Arrays.copyOfRange(from, begin, end, Integer[].class);
    }

    /** Counted inside, or by nobody, although the names are the same. */
    public static List<Object> sameNames(String text, int[] ints, String[] texts) throws ReflectiveOperationException {
        return List.of(
                Integer.valueOf(text),
                Long.valueOf(text, 10),
                String.valueOf(text.length()),
                Boolean.valueOf(text),
                Arrays.copyOf(ints, 3),
                Arrays.copyOf(texts, 3),
                Arrays.copyOfRange(ints, 0, 1),
                String.class.getConstructor().newInstance());
    }
}
