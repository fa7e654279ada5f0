// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.management.ManagementFactory;
import java.net.URL;
import java.util.TimeZone;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.LogManager;
import javax.management.MBeanServerBuilder;

/**
 * Chooses in {@code main}, as applications do, what the JDK reads when it first needs it and never again, and prints
 * what came of it. Whoever was there before and needed one of these has chosen for the application.
 */
public final class ChosenOnce {
    /** Where no machine is set to. */
    public static final String ZONE = "Pacific/Kiritimati";

    public static final int PARALLELISM = 101; // of no machine, which has one less than its processors

    private ChosenOnce() {}

    /** The application's own. */
    public static final class Logs extends LogManager {}

    /** The application's own. */
    public static final class Beans extends MBeanServerBuilder {
        static boolean used;

        public Beans() {
            used = true;
        }
    }

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.manager", Logs.class.getName());
        System.setProperty("javax.management.builder.initial", Beans.class.getName());
        System.setProperty("user.timezone", ZONE);
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(PARALLELISM));
        URL.setURLStreamHandlerFactory(protocol -> null); // an Error where there is one
        ManagementFactory.getPlatformMBeanServer();

        System.out.println("logs=" + LogManager.getLogManager().getClass().getSimpleName());
        System.out.println("beans=" + Beans.used);
        System.out.println("zone=" + TimeZone.getDefault().getID());
        System.out.println("parallelism=" + ForkJoinPool.getCommonPoolParallelism());
    }
}
