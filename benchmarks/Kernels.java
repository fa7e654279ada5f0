// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Three programs of unlike shape; run as a source file: java Kernels.java coll. */
public final class Kernels {
    private static int[] sink;

    private Kernels() {}

    /** Eight rounds to warm up, then five whose time and CPU time are printed, in milliseconds. */
    public static void main(String[] arguments) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long result = 0;
        for (int round = 0; round < 8; round++) {
            result += run(arguments[0]);
        }
        long begun = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        for (int round = 0; round < 5; round++) {
            result += run(arguments[0]);
        }
        System.out.println((System.nanoTime() - begun) / 1e6 + " " + (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
        System.err.println(result);
    }

    private static long run(String kernel) {
        return switch (kernel) {
            case "coll" -> collections(40_000);
            case "text" -> text(200_000);
            case "arrays" -> arrays(30_000_000);
            default -> throw new IllegalArgumentException(kernel);
        };
    }

    /** Maps, lists, boxes, lambdas and streams. */
    private static long collections(int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            Map<String, List<Integer>> groups = new HashMap<>();
            for (int i = 0; i < 50; i++) {
                groups.computeIfAbsent("k" + (i % 7 + round % 3), key -> new ArrayList<>()).add(i + round);
            }
            sum += groups.values().stream().flatMap(List::stream).map(x -> x * 2).filter(x -> x % 3 == 0)
                    .collect(Collectors.toList()).size();
        }
        return sum;
    }

    /** String builders and splitting. */
    private static long text(int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.append(i).append(',');
            }
            sum += text.toString().split(",").length;
        }
        return sum;
    }

    /** Nothing but small arrays. */
    private static long arrays(int rounds) {
        long sum = 0;
        for (int round = 0; round < rounds; round++) {
            sink = new int[8 + (round & 7)];
            sum += sink.length;
        }
        return sum;
    }
}
