// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.table.OwnWork;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;

/**
 * Instruments classes as they are loaded or redefined, and loaded ones as they are retransformed.
 *
 * <p>There are two registrations of it. The one for loading is not capable of retransformation: for each class that a
 * capable one changes HotSpot keeps the original bytes. The capable one acts on loaded classes alone and stays, because
 * another agent's retransformation would otherwise take our hooks out. Where nothing is ever retransformed, {@link
 * Offering} spares the JVM showing it every class that is loaded.
 *
 * <p>Runs under class-loading locks, on any thread: resolves nothing, waits for nothing.
 */
public final class InstrumentingTransformer {
    private final ClassInstrumenter instrumenter;
    private final Exclusions exclusions;
    private final InstrumentationLog log;
    private final OwnCost cost;
    private final SeenClasses seen;
    private final LostNames lostNames;
    private final Attempts attempts;

    public InstrumentingTransformer(
            ArraySizes sizes,
            Exclusions exclusions,
            InstrumentationLog log,
            OwnCost cost,
            SeenClasses seen,
            LostNames lostNames,
            Attempts attempts) {
        this.instrumenter = new ClassInstrumenter(new ProbeRegistry(), sizes);
        this.exclusions = exclusions;
        this.log = log;
        this.cost = cost;
        this.seen = seen;
        this.lostNames = lostNames;
        this.attempts = attempts;
    }

    /** For classes that are being loaded or redefined. */
    public ClassFileTransformer loading() {
        return new Loading();
    }

    /** For classes that are retransformed. */
    public ClassFileTransformer retransforming() {
        return new Retransforming();
    }

    /** A hidden class of that host, with hooks; what cannot be instrumented stays as it is. */
    public byte[] hidden(Class<?> host, byte[] file) {
        long token = OwnWork.begin();
        long begun = cost.begin(token);
        long started = System.nanoTime();
        try {
            String name = ClassScan.of(file).thisClass();
            byte[] hooked = instrument(host.getModule(), host.getClassLoader(), name, file, ParameterNames.NONE, log);
            return hooked == null ? file : hooked;
        } catch (RuntimeException | LinkageError malformed) { // the JVM says what is wrong with it
            return file;
        } finally {
            cost.transformed(started);
            cost.end(begun);
            OwnWork.end(token);
        }
    }

    /** Heap memory that the probes' text and numbers hold, and the buffer for class files. */
    public long heapBytes() {
        return instrumenter.heapBytes() + seen.heapBytes();
    }

    /** Instruments a class file as if it were loaded, and throws the result away. */
    public void rehearse(byte[] file) {
        instrumenter.instrument(file, ClassScan.of(file), null, ParameterNames.NONE);
    }

    /** The same with the file of a loaded class of the JDK. */
    public void rehearse(Class<?> type) {
        byte[] file = ClassFiles.of(type);
        if (file != null) {
            rehearse(file);
        }
    }

    private final class Loading implements ClassFileTransformer {
        @Override
        public byte[] transform(
                Module module, ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
            long token = OwnWork.begin();
            long begun = cost.begin(token);
            long started = System.nanoTime();
            try {
                if (type != null) {
                    return again(module, loader, name, type, file, ParameterNames.NONE);
                }
                String ownName = name == null ? nameIn(file) : name;
                seen.add(loader, ownName);
                return instrument(module, loader, ownName, file, ParameterNames.NONE, log);
            } finally {
                cost.transformed(started);
                cost.end(begun);
                OwnWork.end(token);
            }
        }
    }

    private final class Retransforming implements ClassFileTransformer {
        @Override
        public byte[] transform(
                Module module, ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] file) {
            if (type == null || name == null) {
                return null;
            }
            long token = OwnWork.begin();
            long begun = cost.begin(token);
            long started = System.nanoTime();
            try {
                return again(module, loader, name, type, file, lostNames.of(type));
            } finally {
                cost.transformed(started);
                cost.end(begun);
                OwnWork.end(token);
            }
        }
    }

    /** A loaded class. What another agent has done with it is not counted again. */
    private byte[] again(
            Module module, ClassLoader loader, String name, Class<?> type, byte[] file, ParameterNames lost) {
        Attempts.Attempt attempt = attempts.ofThisThread();
        if (attempt != null) {
            if (attempt.last() == type) {
                return null; // redefined, and the one for loading has seen to it
            }
            attempt.offered(type);
        }
        InstrumentationLog tells = attempt == null ? new InstrumentationLog() : attempt.log();
        byte[] hooked = instrument(module, loader, name, file, lost, tells);
        if (attempt == null) {
            log.addSkipped(tells);
        }
        return hooked;
    }

    /** A loader need not tell the name of what it defines; empty when there is no reading it. */
    private static String nameIn(byte[] file) {
        try {
            return ClassScan.of(file).thisClass();
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    private byte[] instrument(
            Module module,
            ClassLoader loader,
            String name,
            byte[] file,
            ParameterNames lost,
            InstrumentationLog tells) {
        if (exclusions.excludes(module, loader, name)) {
            return null;
        }
        try {
            ClassScan scan = ClassScan.of(file);
            boolean wanted = scan.allocates() && !scan.mentionsClass(HookCalls.SHIM);
            return wanted ? instrument(loader, name, file, scan, lost, tells) : null;
        } catch (Throwable unfit) { // a class that cannot be instrumented stays as it was
            tells.skipped(name, unfit.toString());
            return null;
        }
    }

    private byte[] instrument(
            ClassLoader loader,
            String name,
            byte[] file,
            ClassScan scan,
            ParameterNames lost,
            InstrumentationLog tells) {
        if (!OldClassFile.mayBeRaised(scan)) {
            tells.skipped(name, "the JVM would refuse it in a version that has class constants");
            return null;
        }
        ClassInstrumenter.Instrumented result = instrumenter.instrument(file, scan, loader, lost);
        if (result.untouched()) {
            tells.skipped(name, "no method could be instrumented");
        } else {
            tells.instrumented(result.skippedMethods(), name);
        }
        return result.bytes();
    }
}
