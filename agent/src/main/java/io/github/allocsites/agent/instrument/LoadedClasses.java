// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.instrument.Offering.LoadedClass;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/**
 * Instruments the classes that were loaded without us seeing it.
 *
 * <p>In few calls, {@link Calls} says which: each stops the application once, for as long as its classes take, and
 * makes the JVM look through all classes there are. Only classes that allocate: the JVM links invokedynamic anew, so
 * that a lambda without captures becomes another object.
 */
public final class LoadedClasses {
    private static final int ROUNDS = 10;

    /** Before main nobody waits; but the JVM takes memory for all classes of a call, and does not give it back. */
    private static final int MOST_REDEFINED = 250;

    private final Instrumentation instrumentation;
    private final Offering offering;
    private final Exclusions exclusions;
    private final InstrumentationLog log;
    private final SeenClasses seen;
    private final LostNames lostNames;
    private final Attempts attempts;
    private final Calls calls;

    private record Unfit(LoadedClass loaded, Throwable reason) {}

    public LoadedClasses(
            Instrumentation instrumentation,
            Offering offering,
            Exclusions exclusions,
            InstrumentationLog log,
            SeenClasses seen,
            LostNames lostNames,
            Attempts attempts,
            Calls calls) {
        this.instrumentation = instrumentation;
        this.offering = offering;
        this.exclusions = exclusions;
        this.log = log;
        this.seen = seen;
        this.lostNames = lostNames;
        this.attempts = attempts;
        this.calls = calls;
    }

    /** Returns when no loaded class is left that should carry hooks and was not offered. */
    public void instrument() {
        for (int round = 0; round < ROUNDS && !seen.isClosed(); round++) {
            List<LoadedClass> missed = missed();
            if (missed.isEmpty()) {
                return;
            }
            offerInCalls(missed);
            lostNames.forget();
        }
    }

    private void offerInCalls(List<LoadedClass> missed) {
        long nanos = 0;
        for (List<LoadedClass> call : calls.of(missed)) {
            if (nanos > 0) {
                calls.between(nanos);
            }
            long begun = System.nanoTime();
            offer(call);
            nanos = System.nanoTime() - begun;
        }
    }

    private List<LoadedClass> missed() {
        List<LoadedClass> missed = new ArrayList<>();
        try (ClassFiles files = new ClassFiles()) {
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                if (!type.isArray() && !seen.test(type) && !isExcluded(type)) {
                    byte[] file = files.read(type);
                    if (mayAllocate(file) && mayBeChanged(type)) {
                        missed.add(missed(type, file));
                    }
                }
            }
        }
        return missed;
    }

    private LoadedClass missed(Class<?> type, byte[] file) {
        LoadedClass missed = offering.of(type, file);
        if (missed.file() == null) {
            lostNames.remember(type, file);
        }
        return missed;
    }

    private boolean isExcluded(Class<?> type) {
        String name = type.getName().replace('.', '/');
        return type.isHidden() || exclusions.excludes(type.getModule(), type.getClassLoader(), name);
    }

    /** False for what the JVM keeps to itself, such as the class of continuations. */
    private boolean mayBeChanged(Class<?> type) {
        boolean modifiable = instrumentation.isModifiableClass(type);
        if (!modifiable) {
            log.skipped(type.getName(), "the JVM lets nobody change it");
        }
        return modifiable;
    }

    private static boolean mayAllocate(byte[] file) {
        try {
            return file == null || ClassScan.of(file).allocates();
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    /** A class with other methods than its file may be retransformed: the JDK's archives have some. */
    private void offer(List<LoadedClass> classes) {
        List<LoadedClass> redefined = new ArrayList<>();
        List<LoadedClass> retransformed = new ArrayList<>();
        for (LoadedClass each : classes) {
            (each.file() == null ? retransformed : redefined).add(each);
        }
        for (int first = 0; first < redefined.size(); first += MOST_REDEFINED) {
            int end = Math.min(first + MOST_REDEFINED, redefined.size());
            redefine(redefined.subList(first, end), retransformed);
        }
        for (Unfit unfit : unfit(retransformed, false)) {
            skip(unfit);
        }
    }

    private void redefine(List<LoadedClass> classes, List<LoadedClass> others) {
        for (Unfit unfit : unfit(classes, true)) {
            if (unfit.reason instanceof UnsupportedOperationException) {
                others.add(unfit.loaded);
            } else {
                skip(unfit);
            }
        }
    }

    private void skip(Unfit unfit) {
        log.skipped(unfit.loaded.type().getName(), unfit.reason.toString());
    }

    /**
     * Those that stayed as they were. One class that cannot be changed fails the whole call. The JVM offers them in
     * their order, so it is the one that was offered last, and the others are offered without it: a call that fails
     * stops nobody, but every one that does not does, and has the JIT begin anew. Where the JVM refused them before, as
     * it does when one failed to initialise, halves find it.
     */
    private List<Unfit> unfit(List<LoadedClass> classes, boolean redefine) {
        List<Unfit> unfit = new ArrayList<>();
        List<LoadedClass> left = classes;
        while (!left.isEmpty()) {
            Attempts.Attempt attempt = attempts.begin();
            Throwable reason = failure(left, redefine, attempt);
            if (reason == null) {
                return unfit;
            }
            if (left.size() == 1) {
                unfit.add(new Unfit(left.get(0), reason));
                return unfit;
            }
            int suspect = indexOf(attempt.last(), left);
            if (suspect >= 0) {
                unfit.addAll(unfit(left.subList(suspect, suspect + 1), redefine));
                left = without(suspect, left);
            } else {
                unfit.addAll(unfit(left.subList(0, left.size() / 2), redefine));
                left = left.subList(left.size() / 2, left.size());
            }
        }
        return unfit;
    }

    /** Begins behind it: what stood before it was looked at, and is looked at again only by a call that succeeds. */
    private static List<LoadedClass> without(int suspect, List<LoadedClass> classes) {
        List<LoadedClass> others = new ArrayList<>(classes.subList(suspect + 1, classes.size()));
        others.addAll(classes.subList(0, suspect));
        return others;
    }

    private static int indexOf(Class<?> type, List<LoadedClass> classes) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).type() == type) {
                return i;
            }
        }
        return -1;
    }

    /** Null when the classes carry hooks. */
    private Throwable failure(List<LoadedClass> classes, boolean redefine, Attempts.Attempt attempt) {
        try {
            change(classes, redefine);
            log.add(attempt.log());
            return null;
        } catch (Throwable unfit) {
            return unfit;
        } finally {
            attempts.end();
        }
    }

    private void change(List<LoadedClass> classes, boolean redefine)
            throws UnmodifiableClassException, ClassNotFoundException {
        if (redefine) {
            offering.redefine(classes);
        } else {
            offering.retransform(classes);
        }
    }
}
