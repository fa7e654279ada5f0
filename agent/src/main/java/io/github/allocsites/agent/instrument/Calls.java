// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.instrument.Offering.LoadedClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * How loaded classes are divided into calls of the JVM, and what passes between two.
 *
 * <pre>
 *   the application   calls                                          between two
 *   waits             1,000 classes each                             nothing
 *   runs              all with compiled methods in one (4,000),      as long as the last one took, at most 2 s
 *                     then the others, 250 each
 * </pre>
 *
 * Each call stops the application once, and compiled code goes that has a method of one of its classes in it, inlined
 * too. Classes that the application is at work in are inlined nearly everywhere: their calls each have the JIT compiler
 * begin anew, therefore one. The others' calls have it forget little, and the application goes on while they are made.
 * The bound: the JVM holds all class files and new classes of a call at once.
 */
public final class Calls {
    private static final int MOST = 1_000;
    private static final int MOST_COMPILED = 4_000;
    private static final int MOST_OTHERS = 250;
    private static final long LONGEST_WAIT_NANOS = 2_000_000_000L;

    private final Supplier<Set<String>> compiled;
    private final LongConsumer waiting;

    Calls(Supplier<Set<String>> compiled, LongConsumer waiting) {
        this.compiled = compiled;
        this.waiting = waiting;
    }

    /** For an application that waits until they are made. */
    public static Calls whileItWaits() {
        return new Calls(null, nanos -> {});
    }

    /**
     * For an application that runs meanwhile.
     *
     * @param compiled the names of classes with compiled methods; none where that is not known
     */
    public static Calls whileItRuns(Supplier<Set<String>> compiled) {
        return new Calls(compiled, LockSupport::parkNanos);
    }

    /** Nothing left out; those that are compiled first. */
    List<List<LoadedClass>> of(List<LoadedClass> classes) {
        Set<String> names = compiled == null || classes.size() <= MOST_OTHERS ? Set.of() : compiled.get();
        List<List<LoadedClass>> calls = new ArrayList<>();
        if (names.isEmpty()) {
            divide(classes, MOST, calls);
            return calls;
        }
        List<LoadedClass> atWork = new ArrayList<>();
        List<LoadedClass> others = new ArrayList<>();
        for (LoadedClass each : classes) {
            (names.contains(each.type().getName()) ? atWork : others).add(each);
        }
        divide(atWork, MOST_COMPILED, calls);
        divide(others, MOST_OTHERS, calls);
        return calls;
    }

    private static void divide(List<LoadedClass> classes, int most, List<List<LoadedClass>> calls) {
        for (int first = 0; first < classes.size(); first += most) {
            calls.add(classes.subList(first, Math.min(first + most, classes.size())));
        }
    }

    /** Lets the JIT compiler and the application catch up; not where the thread is interrupted. */
    void between(long lastNanos) {
        waiting.accept(Math.min(lastNanos, LONGEST_WAIT_NANOS));
    }
}
