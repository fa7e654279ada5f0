// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

/**
 * Frames that tell a reader nothing: the profiler's own, and those of reflection, method handles and generated proxies
 * between a caller and what it calls. Asked inside hooks: allocates nothing.
 */
final class Plumbing {
    private static final String[] PREFIXES = {
        "io.github.allocsites.table.",
        "io.github.allocsites.agent.",
        "java.lang.AllocSitesShim",
        "java.lang.invoke.",
        "java.lang.reflect.",
        "jdk.internal.reflect.",
        "jdk.proxy",
        "com.sun.proxy.",
    };

    /** In the names of classes that Spring, Byte Buddy, Hibernate and the JDK generate. */
    private static final String[] MARKS = {
        "$$Lambda", "$$SpringCGLIB$$", "$$FastClass", "$HibernateProxy$", "$ByteBuddy$", "$Proxy",
    };

    private Plumbing() {}

    static boolean is(String className) {
        for (String prefix : PREFIXES) {
            if (className.startsWith(prefix)) {
                return true;
            }
        }
        return className.indexOf('$') >= 0 && isGenerated(className);
    }

    private static boolean isGenerated(String className) {
        for (String mark : MARKS) {
            if (className.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
