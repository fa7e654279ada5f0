// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Repeats a workload in one thread and prints what the JVM allocated for it once compilers have done what they will:
 * {@code Steady <workload> <rounds to warm up> <repetitions a round>}.
 */
public final class Steady {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The least of so many rounds is what the workload itself allocates. */
    private static final int TIMES = 3;

    private static long result;

    private Steady() {}

    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.named(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int repetitions = Integer.parseInt(arguments[2]);
        for (int round = 0; round < rounds; round++) {
            round(workload, repetitions);
        }
        THREADS.getCurrentThreadAllocatedBytes(); // allocates itself at its first call
        long least = Long.MAX_VALUE;
        for (int time = 0; time < TIMES; time++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            round(workload, repetitions);
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        System.out.println("allocated=" + least);
        System.out.println("result=" + result);
    }

    private static void round(Workload workload, int repetitions) throws Exception {
        for (int repetition = 0; repetition < repetitions; repetition++) {
            result = 31 * result + workload.once(repetition);
        }
    }
}
