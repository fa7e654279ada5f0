// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.List;

/** Which classes are never instrumented. */
public final class Exclusions {
    /** Our own: what the profiler allocates is not the application's. */
    private static final String[] OWN = {
        "java/lang/AllocSitesShim",
        "io/github/allocsites/table/",
        "io/github/allocsites/agent/",
        "io/github/allocsites/report/",
        "io/github/allocsites/spring/"
    };

    private final boolean instrumentJdk;
    private final String[] prefixes;

    /**
     * Exclusions asked for.
     *
     * @param instrumentJdk whether classes of the JDK are instrumented
     * @param prefixes prefixes of binary class names that are not
     */
    public Exclusions(boolean instrumentJdk, List<String> prefixes) {
        this.instrumentJdk = instrumentJdk;
        this.prefixes = new String[prefixes.size()];
        for (int i = 0; i < this.prefixes.length; i++) {
            this.prefixes[i] = prefixes.get(i).replace('.', '/');
        }
    }

    /** Whether a class stays as it is. */
    boolean excludes(Module module, ClassLoader loader, String internalName) {
        return startsWithOneOf(internalName, OWN)
                || startsWithOneOf(internalName, prefixes)
                || !instrumentJdk && isJdk(module, loader);
    }

    /** Whether a class is the JDK's. */
    static boolean isJdk(Class<?> type) {
        return isJdk(type.getModule(), type.getClassLoader());
    }

    /** The JDK's own modules come from the boot loader and the platform loader, or are jdk.* of the system loader. */
    private static boolean isJdk(Module module, ClassLoader loader) {
        if (loader == null || loader == ClassLoader.getPlatformClassLoader()) {
            return true;
        }
        return module != null && module.isNamed() && module.getName().startsWith("jdk.");
    }

    private static boolean startsWithOneOf(String internalName, String[] prefixes) {
        for (String prefix : prefixes) {
            if (internalName.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
