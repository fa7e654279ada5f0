// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.invoke.MethodHandles;
import java.util.function.LongSupplier;

/**
 * Runs classes of a loader that sees only {@code java.*}, one without a name and a hidden class, and prints what was
 * made and counted.
 */
public final class OddClasses {
    private static final int TIMES = 1_000;

    private OddClasses() {}

    public static void main(String[] arguments) throws Exception {
        Specimens loader = new Specimens();
        System.out.println("sees.hook=" + sees(loader, "io.github.allocsites.table.Hook"));
        System.out.println("sees.application=" + sees(loader, OddClasses.class.getName()));
        Runnable alone = loader.make(1);
        run(alone);
        System.out.println("made=" + ((LongSupplier) alone).getAsLong());
        System.out.println("counted=" + Specimens.counted());

        Runnable unnamed = loader.makeUnnamed(3);
        run(unnamed);
        System.out.println("counted.unnamed=" + (Specimens.counted() - ((LongSupplier) alone).getAsLong()));

        Runnable hidden = (Runnable) MethodHandles.lookup()
                .defineHiddenClass(Specimens.file(2), true)
                .lookupClass()
                .getConstructor()
                .newInstance();
        run(hidden);
        System.out.println("hidden=" + hidden.getClass().isHidden());
        System.out.println("hidden.made=" + ((LongSupplier) hidden).getAsLong());
    }

    private static boolean sees(ClassLoader loader, String name) {
        try {
            return Class.forName(name, false, loader) != null;
        } catch (ClassNotFoundException hidden) {
            return false;
        }
    }

    private static void run(Runnable specimen) {
        for (int i = 0; i < TIMES; i++) {
            specimen.run();
        }
    }
}
