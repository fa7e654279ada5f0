// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import java.util.Map;
import java.util.Optional;

/** Values in holders, which C2 takes out level by level. */
final class Holders implements Workload {
    private static final int ELEMENTS = 1_000;

    @Override
    public long once(int repetition) {
        long sum = 0;
        for (int i = 0; i < ELEMENTS; i++) {
            Map.Entry<Integer, Long> entry = Map.entry(i + repetition + 1000, i + 1000L);
            Optional<Map.Entry<Integer, Long>> held = Optional.of(entry);
            sum += held.get().getKey() + held.get().getValue();
        }
        return sum;
    }
}
