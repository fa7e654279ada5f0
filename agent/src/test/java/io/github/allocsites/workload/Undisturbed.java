// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Prints what an installation in the middle of its life, with thousands of classes loaded, must not change. */
public final class Undisturbed {
    /** Loaded before the agent, with one that cannot be retransformed amid them. */
    public static final int SPECIMENS = 2_000;

    public static final int EVENTS_OF_ONE = Specimens.EVENTS;

    private Undisturbed() {}

    public static void main(String[] arguments) throws Exception {
        Specimens loader = new Specimens();
        Runnable[] specimens = new Runnable[SPECIMENS];
        Class<?> unfit = null;
        for (int i = 0; i < SPECIMENS; i++) {
            specimens[i] = loader.make(i);
            unfit = i == SPECIMENS / 2 ? Attaching.loadUnfit() : unfit;
        }
        Supplier<String> lambda = Quiet.lambda();
        String seen = visible();
        System.out.println("status=" + AllocSites.install(Options.defaults(), InstalledBy.SELF_ATTACH));
        AllocSites.ready();
        System.out.println("lambda.same=" + (Quiet.lambda() == lambda));
        System.out.println("visible.same=" + visible().equals(seen));
        System.out.println("misc.exported="
                + Object.class.getModule().isExported("jdk.internal.misc", Undisturbed.class.getModule()));
        System.out.println("unsafe=" + unsafe());
        for (Runnable specimen : specimens) {
            specimen.run();
        }
        System.out.println("counted=" + Specimens.counted());
        System.out.println("unfit=" + unfit.getSimpleName());
        System.out.println("skipped="
                + AllocSites.skipped().stream()
                        .filter(line -> line.startsWith("io.github.allocsites.workload."))
                        .count());
    }

    /** What the application's modules may use of the JDK's packages. */
    private static String visible() {
        Module[] seers = {
            Undisturbed.class.getModule(),
            ClassLoader.getPlatformClassLoader().getUnnamedModule(),
            new Specimens().getUnnamedModule()
        };
        Set<String> visible = new TreeSet<>();
        for (Module module : ModuleLayer.boot().modules()) {
            for (String name : module.getPackages()) {
                for (int i = 0; i < seers.length; i++) {
                    if (module.isExported(name, seers[i])) {
                        visible.add(i + " " + name + (module.isOpen(name, seers[i]) ? " open" : ""));
                    }
                }
                if (module.isExported(name) || module.isOpen(name)) {
                    visible.add("all " + name);
                }
            }
        }
        return visible.toString();
    }

    /** As Netty looks for it: what answers this decides how it manages its memory. */
    private static String unsafe() {
        try {
            Class<?> type = Class.forName("jdk.internal.misc.Unsafe", false, Undisturbed.class.getClassLoader());
            return type.getDeclaredMethod("getUnsafe").invoke(null).getClass().getName();
        } catch (ReflectiveOperationException | RuntimeException refused) {
            return refused.getClass().getSimpleName();
        }
    }
}
