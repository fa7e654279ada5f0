// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Counts boxes of every value near the edges of the caches and asks the JVM, by identity, whether each was new. Runs in
 * other JVMs, too, whose cache of integers is larger.
 */
final class Boxes {
    private static final int FAR = 40_000;
    private static final int INTEGER_BYTES = 16;
    private static final int LONG_BYTES = 24;

    private static final Thread SELF = Thread.currentThread();

    private Boxes() {}

    public static void main(String[] arguments) {
        check();
        System.out.println("integers cached to " + highestCached());
    }

    static void check() {
        Recording.sizer(object -> object instanceof Long || object instanceof Double ? LONG_BYTES : INTEGER_BYTES);
        ints();
        shorts();
        chars();
        longs();
        floating();
    }

    /** Where an object is found in the cache, an event would be one too many; elsewhere it must be there. */
    private static final class Expected {
        final int cached = FreshProbes.object();
        final int fresh = FreshProbes.object();
        private long made;
        private long served;

        int probe(boolean same) {
            served += same ? 1 : 0;
            made += same ? 0 : 1;
            return same ? cached : fresh;
        }

        void check(String what, int bytes) {
            ProbeTotals totals = Recording.totals();
            boolean asExpected = totals.count(cached) == 0
                    && totals.count(fresh) == made
                    && totals.bytes(fresh) == made * bytes
                    && made > 0
                    && served > 0;
            if (!asExpected) {
                throw new AssertionError(what + ": " + totals.count(cached) + " boxes counted of " + served
                        + " cached values, " + totals.count(fresh) + " with " + totals.bytes(fresh) + " bytes of "
                        + made + " others");
            }
        }
    }

    private static void ints() {
        Expected expected = new Expected();
        for (int value = -FAR; value <= FAR; value++) {
            anInt(value, expected);
        }
        for (int value : new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 1, 1 << 30, 1 << 24}) {
            anInt(value, expected);
        }
        expected.check("Integer", INTEGER_BYTES);
    }

    private static void anInt(int value, Expected expected) {
        Hook.boxInt(SELF, value, expected.probe(Integer.valueOf(value) == Integer.valueOf(value)));
    }

    private static void shorts() {
        Expected expected = new Expected();
        for (int value = Short.MIN_VALUE; value <= Short.MAX_VALUE; value++) {
            short narrow = (short) value;
            Hook.boxShort(SELF, narrow, expected.probe(Short.valueOf(narrow) == Short.valueOf(narrow)));
        }
        expected.check("Short", INTEGER_BYTES);
    }

    private static void chars() {
        Expected expected = new Expected();
        for (int value = Character.MIN_VALUE; value <= Character.MAX_VALUE; value++) {
            char narrow = (char) value;
            Hook.boxChar(SELF, narrow, expected.probe(Character.valueOf(narrow) == Character.valueOf(narrow)));
        }
        expected.check("Character", INTEGER_BYTES);
    }

    private static void longs() {
        Expected expected = new Expected();
        for (long value = -FAR; value <= FAR; value++) {
            aLong(value, expected);
            aLong(value + (1L << 32), expected); // a small value once it is cut to an int
            aLong(value ^ Long.MIN_VALUE, expected);
        }
        expected.check("Long", LONG_BYTES);
    }

    private static void aLong(long value, Expected expected) {
        Hook.boxLong(SELF, value, expected.probe(Long.valueOf(value) == Long.valueOf(value)));
    }

    private static void floating() {
        Expected floats = new Expected();
        Expected doubles = new Expected();
        floats.probe(true);
        doubles.probe(true);
        for (int value = -10; value <= 10; value++) {
            Hook.boxFloat(SELF, floats.probe(Float.valueOf(value) == Float.valueOf(value)));
            Hook.boxDouble(SELF, doubles.probe(Double.valueOf(value) == Double.valueOf(value)));
        }
        floats.check("Float", INTEGER_BYTES);
        doubles.check("Double", LONG_BYTES);
    }

    private static int highestCached() {
        int value = 0;
        while (Integer.valueOf(value + 1) == Integer.valueOf(value + 1)) {
            value++;
        }
        return value;
    }
}
