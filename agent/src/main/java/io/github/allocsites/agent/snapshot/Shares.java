// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

/** Divides a whole number by weights, so that the parts add up to it. */
final class Shares {
    private Shares() {}

    /**
     * The parts, each as near to its weight's share as whole numbers allow but for what is left over, which the
     * heaviest takes.
     *
     * @param weights not negative; where all are 0, the first takes all
     */
    static long[] of(long whole, long[] weights) {
        double sum = 0;
        int heaviest = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            heaviest = weights[i] > weights[heaviest] ? i : heaviest;
        }
        long[] parts = new long[weights.length];
        long left = whole;
        for (int i = 0; i < weights.length && sum > 0; i++) {
            parts[i] = Math.min(left, (long) (whole * (weights[i] / sum)));
            left -= parts[i];
        }
        parts[heaviest] += left;
        return parts;
    }
}
