// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Instruments the classes that were loaded without us seeing it.
 *
 * <p>All in one call: each call stops the application once. Only classes that allocate: a retransformation links
 * invokedynamic anew, so that a lambda without captures becomes another object.
 */
public final class LoadedClasses {
    private static final int ROUNDS = 10;

    private final Instrumentation instrumentation;
    private final Exclusions exclusions;
    private final InstrumentationLog log;
    private final SeenClasses seen;
    private final LostNames lostNames;

    public LoadedClasses(
            Instrumentation instrumentation,
            Exclusions exclusions,
            InstrumentationLog log,
            SeenClasses seen,
            LostNames lostNames) {
        this.instrumentation = instrumentation;
        this.exclusions = exclusions;
        this.log = log;
        this.seen = seen;
        this.lostNames = lostNames;
    }

    /** Returns when no loaded class is left that should carry hooks and was not offered. */
    public void instrument() {
        for (int round = 0; round < ROUNDS && !seen.isClosed(); round++) {
            List<Class<?>> missed = missed();
            if (missed.isEmpty()) {
                return;
            }
            retransform(missed);
            lostNames.forget();
        }
    }

    private List<Class<?>> missed() {
        List<Class<?>> missed = new ArrayList<>();
        try (ClassFiles files = new ClassFiles()) {
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                if (!type.isArray() && !seen.test(type) && wanted(type, files)) {
                    missed.add(type);
                }
            }
        }
        return missed;
    }

    private boolean wanted(Class<?> type, ClassFiles files) {
        String name = type.getName().replace('.', '/');
        return !type.isHidden()
                && !exclusions.excludes(type.getModule(), type.getClassLoader(), name)
                && mayAllocate(type, files.read(type))
                && mayBeChanged(type);
    }

    /** False for what the JVM keeps to itself, such as the class of continuations. */
    private boolean mayBeChanged(Class<?> type) {
        boolean modifiable = instrumentation.isModifiableClass(type);
        if (!modifiable) {
            log.skipped(type.getName(), "the JVM lets nobody change it");
        }
        return modifiable;
    }

    private boolean mayAllocate(Class<?> type, byte[] file) {
        try {
            boolean allocates = file == null || ClassScan.of(file).allocates();
            if (allocates) {
                lostNames.remember(type, file);
            }
            return allocates;
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /** One class that cannot be retransformed fails the whole call: halves find it. */
    private void retransform(List<Class<?>> types) {
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
        } catch (Throwable unfit) {
            if (types.size() == 1) {
                log.skipped(types.get(0).getName(), unfit.toString());
            } else {
                retransform(types.subList(0, types.size() / 2));
                retransform(types.subList(types.size() / 2, types.size()));
            }
        }
    }
}
