// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Strings, maps, lists, boxes, lambdas and streams. */
final class CollectionsKernel implements Kernel {
    private static final int ROUNDS = 10_000;
    private static final int ELEMENTS = 50;

    @Override
    public long once() {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            sum += grouped(round);
        }
        return sum;
    }

    private static long grouped(int round) {
        Map<String, List<Integer>> groups = new HashMap<>();
        for (int i = 0; i < ELEMENTS; i++) {
            groups.computeIfAbsent("k" + (i % 7 + round % 3), key -> new ArrayList<>())
                    .add(i + round);
        }
        return groups.values().stream()
                .flatMap(List::stream)
                .map(number -> number * 2)
                .filter(number -> number % 3 == 0)
                .collect(Collectors.toList())
                .size();
    }
}
