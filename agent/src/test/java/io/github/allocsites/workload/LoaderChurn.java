// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/**
 * Loads, uses and drops class loaders, each with a class of the one name and with one whose name has a number, and
 * prints what is held at 2,000 loaders and at the end.
 */
public final class LoaderChurn {
    public static final int LOADERS = 10_000;
    public static final int FIRST = 2_000;
    public static final int TIMES = 3;

    /** Loaders that are dropped between two collections. */
    public static final int AT_ONCE = 500;

    public static final int EVENTS_OF_ONE = Specimens.EVENTS;

    private LoaderChurn() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 1; i <= LOADERS; i++) {
            use(i);
            if (i % AT_ONCE == 0) {
                collect();
            }
            if (i == FIRST || i == LOADERS) {
                print(i);
            }
        }
    }

    private static void use(int number) throws ReflectiveOperationException {
        Specimens loader = new Specimens();
        Runnable[] specimens = {loader.make(0), loader.make(number)};
        for (int i = 0; i < TIMES; i++) {
            for (Runnable specimen : specimens) {
                specimen.run();
            }
        }
    }

    /** Reads as well: what is no longer alive is found when numbers are read. */
    private static void collect() {
        System.gc();
        AllocSites.snapshot();
    }

    private static void print(int loaders) {
        String at = "." + loaders + "=";
        System.out.println("counted" + at + Specimens.counted());
        System.out.println("probes" + at + AllocSites.snapshot().agent().probes());
        System.out.println("own" + at + AllocSites.snapshot().agent().ownBytes());
        System.gc();
        System.out.println("heap" + at
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) {
                System.out.println("metaspace" + at + pool.getUsage().getUsed());
            }
        }
        System.out.println(
                "unloaded" + at + ManagementFactory.getClassLoadingMXBean().getUnloadedClassCount());
    }
}
