// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import java.util.List;

/** Small values, boxes and iterators, nearly all of which C2 takes out. */
final class Vectors implements Workload {
    private static final int ELEMENTS = 1_000;

    private final List<String> names = List.of("a", "bb", "ccc", "dddd");

    record Vector(double x, double y, double z) {
        Vector plus(Vector other) {
            return new Vector(x + other.x, y + other.y, z + other.z);
        }

        Vector times(double factor) {
            return new Vector(x * factor, y * factor, z * factor);
        }

        double dot(Vector other) {
            return x * other.x + y * other.y + z * other.z;
        }
    }

    @Override
    public long once(int repetition) {
        Vector base = new Vector(repetition, 1, 2);
        double sum = 0;
        long boxed = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            Vector moved = base.plus(new Vector(i, -i, 1)).times(0.5);
            sum += moved.dot(base);
            int[] pair = {i, i + 1};
            Integer box = repetition + i;
            boxed += box + pair[0] - pair[1];
            for (String name : names) {
                boxed += name.length();
            }
        }
        return boxed + (long) sum;
    }
}
