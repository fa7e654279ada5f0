// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.instrument.CodeRewriter.UnfitException;
import io.github.allocsites.agent.instrument.LoaderNumbers.Numbered;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts hooks into the methods of one class that allocate; everything else is copied as it is, byte by byte. No type is
 * resolved and no frame is computed anew. Constants are added behind the old ones, whose numbers stay.
 */
final class ClassInstrumenter {
    /** HotSpot never compiles a method of more bytecodes (-XX:-DontCompileHugeMethods apart). */
    static final int HUGE_METHOD_BYTES = 8000;

    /** Class constants can be loaded from this version on; older ones differ in nothing a class could notice. */
    private static final int OLDEST_VERSION = 49;

    /** A larger buffer is not kept: few classes need it. */
    private static final int MOST_KEPT_BYTES = 1 << 18;

    private final ProbeRegistry registry;
    private final ArraySizes sizes;

    /** The buffer of whoever instrumented a class last, for the next one to take; null while somebody has it. */
    private final AtomicReference<Bytes> spare = new AtomicReference<>();

    ClassInstrumenter(ProbeRegistry registry, ArraySizes sizes) {
        this.registry = registry;
        this.sizes = sizes;
    }

    /** Heap memory that the probes' text and numbers hold, and the buffer. */
    long heapBytes() {
        Bytes kept = spare.get();
        return registry.heapBytes() + (kept == null ? 0 : kept.heapBytes());
    }

    /**
     * A class with hooks.
     *
     * @param bytes the class file; null when it is to stay as it was
     * @param untouched whether no method carries hooks
     * @param skippedMethods methods that allocate and stayed as they were
     */
    record Instrumented(byte[] bytes, boolean untouched, int skippedMethods) {}

    Instrumented instrument(byte[] file, ClassScan scan, ClassLoader loader, ParameterNames lost) {
        Bytes body = body(scan.bytes().length + scan.bytes().length / 4);
        Instrumented result = new Run(scan, registry.loader(loader), lost, body).instrument();
        if (body.capacity() <= MOST_KEPT_BYTES) {
            spare.set(body);
        }
        return result;
    }

    /** A class is as large as a hundred of its methods: making it room anew costs more than writing it. */
    private Bytes body(int expected) {
        Bytes kept = spare.getAndSet(null);
        if (kept == null || kept.capacity() < expected) {
            return new Bytes(expected);
        }
        kept.cut(0);
        return kept;
    }

    /** One class. */
    private final class Run {
        private final ClassScan scan;
        private final Numbered loader;
        private final ParameterNames lost;
        private final String className;
        private final String sourceFile;
        private final NewConstants constants;
        private final HookCalls calls;
        private final Bytes body;
        private int hooked;
        private int skipped;

        Run(ClassScan scan, Numbered loader, ParameterNames lost, Bytes body) {
            this.scan = scan;
            this.loader = loader;
            this.lost = lost;
            this.className = scan.thisClass().replace('/', '.');
            this.sourceFile = scan.sourceFile();
            this.constants = new NewConstants(scan.constantCount());
            this.calls = new HookCalls(constants);
            this.body = body;
        }

        Instrumented instrument() {
            int first = scan.methodStart(0);
            body.copy(scan.bytes(), scan.afterConstants(), first);
            for (int method = 0; method < scan.methodCount(); method++) {
                method(method);
            }
            body.copy(scan.bytes(), scan.methodStart(scan.methodCount()), scan.bytes().length);
            boolean same = hooked == 0 && lost.isEmpty();
            return new Instrumented(same ? null : assemble(), hooked == 0, skipped);
        }

        private byte[] assemble() {
            Bytes all = new Bytes(
                    body.length() + scan.afterConstants() + constants.bytes().length());
            all.copy(scan.bytes(), 0, 6).u2(Math.max(OLDEST_VERSION, scan.majorVersion()));
            all.u2(constants.count()).copy(scan.bytes(), 10, scan.afterConstants());
            return all.copy(constants.bytes()).copy(body).array();
        }

        private void method(int method) {
            int mark = body.length();
            boolean names = lost.has(scan, method);
            boolean allocates = scan.sites(method) > 0;
            try {
                if (allocates || names) {
                    write(method, names, allocates);
                } else {
                    copy(method);
                }
                hooked += allocates ? 1 : 0;
            } catch (UnfitException tooLarge) {
                skipped++;
                body.cut(mark);
                if (names) {
                    write(method, true, false);
                } else {
                    copy(method);
                }
            }
        }

        private void copy(int method) {
            body.copy(scan.bytes(), scan.methodStart(method), scan.methodStart(method + 1));
        }

        private void write(int method, boolean names, boolean hooks) {
            int at = scan.methodStart(method);
            int attributes = scan.u2(at + 6);
            body.copy(scan.bytes(), at, at + 6).u2(attributes + (names ? 1 : 0));
            at += 8;
            for (int i = 0; i < attributes; i++) {
                int end = at + 6 + scan.u4(at + 2);
                if (hooks && at == scan.code(method)) {
                    rewriter(method).write(body, scan.u2(at));
                } else {
                    body.copy(scan.bytes(), at, end);
                }
                at = end;
            }
            if (names) {
                lost.write(scan, method, constants, body);
            }
        }

        /** Refuses a method we would push over the compiler's limit. */
        private CodeRewriter rewriter(int method) {
            MethodProbes probes = new MethodProbes(
                    registry, loader, className, scan.methodName(method), scan.methodDescriptor(method), sourceFile);
            MethodCode code = new MethodCode(scan, scan.code(method));
            HookPlan plan = new HookPlan(scan, code, probes, sizes, calls);
            CodeRewriter rewriter = new CodeRewriter(scan, code, plan);
            if (code.length() <= HUGE_METHOD_BYTES && rewriter.length() > HUGE_METHOD_BYTES) {
                throw new UnfitException("would never be compiled");
            }
            return rewriter;
        }
    }
}
