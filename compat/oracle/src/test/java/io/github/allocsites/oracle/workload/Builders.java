// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

/** Chains of string builders, which C2 merges, and concatenation. */
final class Builders implements Workload {
    private static final int TEXTS = 300;

    @Override
    public long once(int repetition) {
        long sum = 0;
        for (int i = 0; i < TEXTS; i++) {
            sum += new StringBuilder()
                    .append("a")
                    .append(i)
                    .append('-')
                    .append(repetition)
                    .append("xyz")
                    .toString()
                    .length();
            sum += ("k" + i + ":" + repetition).length();
        }
        return sum;
    }
}
