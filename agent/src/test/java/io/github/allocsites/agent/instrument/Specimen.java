// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Code that allocates in every way javac knows. */
public final class Specimen {
    private final Object part;

    Specimen(Object part) {
        this.part = part;
    }

    public static Object object() {
        return new Object();
    }

    public static Object nested() {
        return new Specimen(new Specimen(new Object()).part);
    }

    public static int loop(int times) {
        int sum = 0;
        for (int i = 0; i < times; i++) {
            sum += new int[] {i, i + 1}[1];
        }
        return sum;
    }

    public static Object[] constantLengths() {
        return new Object[] {
            new byte[0],
            new boolean[5],
            new char[6],
            new short[127],
            new int[128],
            new float[32_767],
            new long[32_768],
            new double[70_000],
            new String[3],
            new int[4][]
        };
    }

    public static Object[] lengths(int n) {
        return new Object[] {
            new byte[n],
            new boolean[n],
            new char[n],
            new short[n],
            new int[n],
            new float[n],
            new long[n],
            new double[n],
            new String[n],
            new int[n][]
        };
    }

    /** The constant before the instruction is not the only one that comes there. */
    public static int[] oneOf(boolean wide) {
        return new int[wide ? 3 : 5];
    }

    public static long[][][] cube(int a, int b, int c) {
        return new long[a][b][c];
    }

    public static byte[][][] partly(int a, int b) {
        return new byte[a][b][];
    }

    public static String builder(boolean one, String a, String b) {
        return new StringBuilder(one ? a : b)
                .append(new StringBuilder(one ? 5 : 7))
                .append(one)
                .toString();
    }

    public static String builderInLoop(int times) {
        String all = "";
        do {
            all = new StringBuilder(times > 2 ? all : "x").append(times).toString();
        } while (--times > 0);
        return all;
    }

    @SuppressWarnings("JdkObsolete")
    public static String buffer(boolean one) {
        return new StringBuffer(one ? "a" : "b").toString();
    }

    public static Object whichever(boolean one, int n) {
        return new Specimen(one ? new byte[n] : new Specimen(n > 2 ? new Object() : "none"));
    }

    public static Object caught(int n) {
        try {
            return new byte[n];
        } catch (NegativeArraySizeException negative) {
            return new Object();
        } finally {
            new Specimen(null);
        }
    }

    public static Object chosen(int n) {
        switch (n) {
            case 1:
                return new Object();
            case 2:
                return new int[1];
            case 1_000_000:
                return new int[n / 500_000];
            default:
                List<Object> list = new ArrayList<>();
                list.add(n);
                return list;
        }
    }

    public static Object lambda(int n) {
        Supplier<Object> made = () -> new char[n];
        return made.get();
    }

    public static synchronized Object locked(Object lock) {
        synchronized (lock) {
            return new Specimen(lock);
        }
    }

    public static long manyLocals(long a, double b, long c, int d) {
        long e = a + c;
        double f = b * 2;
        int[][] g = new int[d][d + 1];
        return e + (long) f + g.length + g[0].length;
    }

    public static Object named(int firstName, final String secondName) {
        return new Specimen(secondName + firstName);
    }
}
