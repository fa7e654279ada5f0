// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.table.Recording;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Calls the hooks with probes that do not exist, until they are compiled, and prints how many were counted as stray.
 */
public final class StrayProbes {
    public static final int TIMES = 100_000;
    public static final int[] PROBES = {
        -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 262_143, 262_144, 262_145, 1 << 20, 1 << 30
    };

    private StrayProbes() {}

    public static void main(String[] arguments) throws Throwable {
        Class<?> shim = Class.forName("java.lang.AllocSitesShim");
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodType noLength = MethodType.methodType(void.class, int.class);
        MethodHandle fixed = lookup.findStatic(shim, "fixed", noLength);
        MethodType length = MethodType.methodType(void.class, int.class, int.class);
        MethodHandle array = lookup.findStatic(shim, "array4", length);
        long before = Recording.strayEvents();
        for (int probe : PROBES) {
            for (int i = 0; i < TIMES; i++) {
                fixed.invokeExact(probe);
                array.invokeExact(7, probe);
            }
        }
        System.out.println("stray=" + (Recording.strayEvents() - before));
    }
}
