// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Runs a kernel until it is warm, then so many times more, and prints the nanoseconds of wall and process CPU time that
 * these took, and those of the whole process so far.
 */
public final class Main {
    private static final long MILLION = 1_000_000;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Kernel kernel = kernel(arguments[0]);
        long result = run(kernel, Integer.parseInt(arguments[1]));
        long cpu = system.getProcessCpuTime();
        long begun = System.nanoTime();
        result += run(kernel, Integer.parseInt(arguments[2]));
        long warmWall = System.nanoTime() - begun;
        long allCpu = system.getProcessCpuTime();
        long allWall = ManagementFactory.getRuntimeMXBean().getUptime() * MILLION;
        System.out.println("measured " + warmWall + " " + (allCpu - cpu) + " " + allWall + " " + allCpu + " " + result);
    }

    private static Kernel kernel(String name) throws Exception {
        return switch (name) {
            case "json" -> new JsonKernel();
            case "collections" -> new CollectionsKernel();
            case "sql" -> new SqlKernel();
            case "arrays" -> new ArraysKernel();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static long run(Kernel kernel, int times) throws Exception {
        long result = 0;
        for (int i = 0; i < times; i++) {
            result += kernel.once();
        }
        return result;
    }
}
