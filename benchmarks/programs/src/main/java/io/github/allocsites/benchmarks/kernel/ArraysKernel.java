// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

/** A tight loop of nothing but small arrays: the least that an allocation can be. */
final class ArraysKernel implements Kernel {
    private static final int ARRAYS = 10_000_000;
    private static final int LEAST_LENGTH = 8;

    private int[] kept;

    @Override
    public long once() {
        long sum = 0;
        for (int i = 0; i < ARRAYS; i++) {
            kept = new int[LEAST_LENGTH + (i & LEAST_LENGTH - 1)];
            sum += kept.length;
        }
        return sum;
    }
}
