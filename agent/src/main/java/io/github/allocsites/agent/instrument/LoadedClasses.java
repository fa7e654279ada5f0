// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Instruments the classes that were loaded without us seeing it.
 *
 * <p>As many in one call as a request can wait for: each call stops the application once, for as long as its classes
 * take, and makes the JVM look through all classes there are. Only classes that allocate: a retransformation links
 * invokedynamic anew, so that a lambda without captures becomes another object.
 */
public final class LoadedClasses {
    private static final int ROUNDS = 10;
    private static final int MOST_AT_ONCE = 1_000;

    private final Instrumentation instrumentation;
    private final Exclusions exclusions;
    private final InstrumentationLog log;
    private final SeenClasses seen;
    private final LostNames lostNames;
    private final Attempts attempts;

    public LoadedClasses(
            Instrumentation instrumentation,
            Exclusions exclusions,
            InstrumentationLog log,
            SeenClasses seen,
            LostNames lostNames,
            Attempts attempts) {
        this.instrumentation = instrumentation;
        this.exclusions = exclusions;
        this.log = log;
        this.seen = seen;
        this.lostNames = lostNames;
        this.attempts = attempts;
    }

    /** Returns when no loaded class is left that should carry hooks and was not offered. */
    public void instrument() {
        for (int round = 0; round < ROUNDS && !seen.isClosed(); round++) {
            List<Class<?>> missed = missed();
            if (missed.isEmpty()) {
                return;
            }
            for (int first = 0; first < missed.size(); first += MOST_AT_ONCE) {
                retransform(missed.subList(first, Math.min(first + MOST_AT_ONCE, missed.size())));
            }
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

    /**
     * One class that cannot be retransformed fails the whole call. The JVM offers them in their order, so it is the one
     * that was offered last. Where it refused them before, as it does when one failed to initialise, halves find it; a
     * call that fails stops nobody, but every one that does not does.
     */
    private void retransform(List<Class<?>> types) {
        List<Class<?>> left = types;
        while (!left.isEmpty()) {
            Attempts.Attempt attempt = attempts.begin();
            Throwable unfit = failure(left, attempt);
            if (unfit == null) {
                return;
            }
            if (left.size() == 1) {
                log.skipped(left.get(0).getName(), unfit.toString());
                return;
            }
            int suspect = left.indexOf(attempt.last());
            int fit = suspect < 0 ? left.size() / 2 : suspect;
            int behind = suspect < 0 ? fit : fit + 1;
            retransform(left.subList(0, fit));
            retransform(left.subList(fit, behind));
            left = left.subList(behind, left.size());
        }
    }

    /** Null when the classes carry hooks. */
    private Throwable failure(List<Class<?>> types, Attempts.Attempt attempt) {
        try {
            instrumentation.retransformClasses(types.toArray(new Class<?>[0]));
            log.add(attempt.log());
            return null;
        } catch (Throwable unfit) {
            return unfit;
        } finally {
            attempts.end();
        }
    }
}
