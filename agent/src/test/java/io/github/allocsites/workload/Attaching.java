// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Installs the agent in the middle of its life, when it and classes that cannot be verified are loaded, and prints what
 * of it changed.
 */
public final class Attaching {
    static volatile Object sink;

    private Attaching() {}

    public static void main(String[] arguments) throws Exception {
        Class<?> unfit = loadUnfit();
        System.out.println("names.before=" + names());
        System.out.println("status=" + AllocSites.install(Options.defaults(), InstalledBy.SELF_ATTACH));
        System.out.println("again=" + AllocSites.install(Options.defaults(), InstalledBy.API));
        System.out.println("reason=" + AllocSites.reason());
        System.out.println("names.after=" + names());
        events();
        System.out.println("events=" + count());
        System.out.println("unfit=" + unfit.getSimpleName());
        System.out.println("unfit.skipped=" + AllocSites.skipped().stream().anyMatch(line -> line.contains("Unfit")));
    }

    /** Named by the compiler's -parameters, which a retransformation before JDK 19 loses. */
    public static void named(String orderNumber, int pageSize) {
        sink = new Object();
    }

    private static String names() throws NoSuchMethodException {
        Method method = Attaching.class.getMethod("named", String.class, int.class);
        return method.getParameters()[0].getName() + " " + method.getParameters()[1].getName();
    }

    private static void events() {
        for (int i = 0; i < 1000; i++) {
            sink = new int[3];
        }
    }

    private static long count() {
        return AllocSites.snapshot().sites().stream()
                .filter(site -> site.className().equals(Attaching.class.getName())
                        && site.method().equals("events"))
                .mapToLong(site -> site.count())
                .sum();
    }

    /** A class that is loaded and never used, whose verification would need a class that is not there. */
    static Class<?> loadUnfit() throws Exception {
        URL here = Attaching.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader loader = new Hiding(new URL[] {here});
        return loader.loadClass(Unfit.class.getName());
    }

    /** Has no {@link Missing}. */
    private static final class Hiding extends URLClassLoader {
        Hiding(URL[] urls) {
            super(urls, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.equals(Missing.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }
    }
}
