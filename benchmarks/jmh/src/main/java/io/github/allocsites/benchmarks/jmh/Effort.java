// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

/**
 * How long everything is measured.
 *
 * @param rounds JVMs for each trial, in turns with the other trials
 * @param warmUps iterations at the beginning of each JVM that do not count
 * @param warmUpMillis of each of them
 * @param iterations that count, of each JVM
 * @param millis of each of them
 */
record Effort(int rounds, int warmUps, int warmUpMillis, int iterations, int millis) {
    /** Shows that everything runs; its figures say nothing. */
    static final Effort QUICK = new Effort(1, 1, 100, 2, 100);

    /** All sections within a quarter of an hour. */
    static final Effort NORMAL = new Effort(3, 3, 1_000, 4, 500);
}
