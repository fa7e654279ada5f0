// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What became of the classes: counted, and the first of the skipped ones listed with the reason. Thread-safe. */
public final class InstrumentationLog {
    private static final int LISTED = 1000;

    private final AtomicLong instrumentedClasses = new AtomicLong();
    private final AtomicLong skippedClasses = new AtomicLong();
    private final AtomicLong skippedMethods = new AtomicLong();
    private final List<String> skipped = new ArrayList<>();

    void instrumented(int methodsLeft, String className) {
        instrumentedClasses.incrementAndGet();
        if (methodsLeft > 0) {
            skippedMethods.addAndGet(methodsLeft);
            list(className.concat(": methods too large: ").concat(Integer.toString(methodsLeft)));
        }
    }

    void skipped(String className, String reason) {
        skippedClasses.incrementAndGet();
        list(className.concat(": ").concat(reason));
    }

    /** What an attempt did, now that it succeeded. */
    void add(InstrumentationLog attempt) {
        instrumentedClasses.addAndGet(attempt.instrumentedClasses());
        skippedClasses.addAndGet(attempt.skippedClasses());
        skippedMethods.addAndGet(attempt.skippedMethods());
        for (String line : attempt.listed()) {
            list(line);
        }
    }

    /** What a class lost when another agent changed it: told once, however often that happens. */
    void addSkipped(InstrumentationLog ofOne) {
        for (String line : ofOne.listed()) {
            if (!listed().contains(line)) {
                skippedClasses.addAndGet(ofOne.skippedClasses());
                skippedMethods.addAndGet(ofOne.skippedMethods());
                list(line);
            }
        }
    }

    private void list(String line) {
        synchronized (skipped) {
            if (skipped.size() < LISTED) {
                skipped.add(line);
            }
        }
    }

    /** Classes that carry hooks. */
    public long instrumentedClasses() {
        return instrumentedClasses.get();
    }

    /** Classes that allocate and stayed as they were. */
    public long skippedClasses() {
        return skippedClasses.get();
    }

    /** Methods that allocate and stayed as they were. */
    public long skippedMethods() {
        return skippedMethods.get();
    }

    /** The first skipped classes and methods, each with its reason. */
    public List<String> listed() {
        synchronized (skipped) {
            return List.copyOf(skipped);
        }
    }
}
