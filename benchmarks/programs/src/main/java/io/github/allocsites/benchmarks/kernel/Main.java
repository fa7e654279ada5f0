// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Runs a kernel until it is warm, and then a turn of so many rounds for each number on a line of its input.
 *
 * <pre>
 *   arguments   kernel, rounds to warm up
 *   output      warm
 *               measured NANOS CPU_NANOS RESULT        wall and process CPU time of a turn, one line for each
 *               all NANOS CPU_NANOS                    since the JVM began, when the input ends
 * </pre>
 */
public final class Main {
    private static final long MILLION = 1_000_000;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Kernel kernel;

    private Main(Kernel kernel) {
        this.kernel = kernel;
    }

    public static void main(String[] arguments) throws Exception {
        Main main = new Main(kernel(arguments[0]));
        main.run(Integer.parseInt(arguments[1]));
        System.out.println("warm");
        main.takeTurns();
        System.out.println(
                "all " + ManagementFactory.getRuntimeMXBean().getUptime() * MILLION + " " + SYSTEM.getProcessCpuTime());
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

    private void takeTurns() throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String rounds = input.readLine(); rounds != null; rounds = input.readLine()) {
            long cpu = SYSTEM.getProcessCpuTime();
            long begun = System.nanoTime();
            long result = run(Integer.parseInt(rounds));
            long wall = System.nanoTime() - begun;
            System.out.println("measured " + wall + " " + (SYSTEM.getProcessCpuTime() - cpu) + " " + result);
        }
    }

    private long run(int rounds) throws Exception {
        long result = 0;
        for (int i = 0; i < rounds; i++) {
            result += kernel.once();
        }
        return result;
    }
}
