// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassTooLargeException;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Puts hooks into the methods of one class that allocate; the others are copied as they are. No type is resolved and
 * no frame is computed anew.
 */
final class ClassInstrumenter {
    /** HotSpot never compiles a method of more bytecodes (-XX:-DontCompileHugeMethods apart). */
    static final int HUGE_METHOD_BYTES = 8000;

    private final ProbeRegistry registry;
    private final ArraySizes sizes;

    ClassInstrumenter(ProbeRegistry registry, ArraySizes sizes) {
        this.registry = registry;
        this.sizes = sizes;
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
        ClassReader reader = OpenedClassReader.of(file);
        BitSet left = new BitSet();
        int loaderNumber = registry.loader(loader);
        while (true) {
            byte[] bytes = write(reader, scan, loaderNumber, left, lost);
            if (bytes != null && !findHuge(scan, bytes, left)) {
                boolean untouched = !allocating(scan, left);
                return new Instrumented(untouched && lost.isEmpty() ? null : bytes, untouched, left.cardinality());
            }
        }
    }

    private static boolean allocating(ClassScan scan, BitSet left) {
        for (int method = 0; method < scan.methodCount(); method++) {
            if (scan.sites(method) > 0 && !left.get(method)) {
                return true;
            }
        }
        return false;
    }

    /** Null when a method grew beyond what a class file can hold; it is then among those left alone. */
    private byte[] write(ClassReader reader, ClassScan scan, int loaderNumber, BitSet left, ParameterNames lost) {
        ClassWriter writer = new ClassWriter(reader, 0);
        Visitor visitor = new Visitor(writer, scan, loaderNumber, left, lost);
        reader.accept(visitor, 0);
        try {
            return writer.toByteArray();
        } catch (MethodTooLargeException tooLarge) {
            left.set(visitor.number(tooLarge.getMethodName(), tooLarge.getDescriptor()));
            return null;
        } catch (ClassTooLargeException tooLarge) {
            left.set(0, scan.methodCount());
            throw tooLarge;
        }
    }

    /** Adds the methods we would have pushed over the compiler's limit to those left alone. */
    private static boolean findHuge(ClassScan before, byte[] bytes, BitSet left) {
        ClassScan after = ClassScan.of(bytes);
        boolean found = false;
        for (int method = 0; method < before.methodCount(); method++) {
            if (before.codeBytes(method) <= HUGE_METHOD_BYTES && after.codeBytes(method) > HUGE_METHOD_BYTES) {
                left.set(method);
                found = true;
            }
        }
        return found;
    }

    private final class Visitor extends ClassVisitor {
        private final ClassScan scan;
        private final int loaderNumber;
        private final BitSet left;
        private final ParameterNames lost;
        private final List<String> methods = new ArrayList<>();
        private String className;
        private String file;

        Visitor(ClassVisitor next, ClassScan scan, int loaderNumber, BitSet left, ParameterNames lost) {
            super(Opcodes.ASM9, next);
            this.scan = scan;
            this.loaderNumber = loaderNumber;
            this.left = left;
            this.lost = lost;
        }

        /** Class constants need version 49; older versions differ from it in nothing a class could notice. */
        @Override
        public void visit(int version, int access, String name, String signature, String parent, String[] interfaces) {
            className = name.replace('/', '.');
            boolean old = (version & 0xFFFF) < Opcodes.V1_5;
            super.visit(old ? Opcodes.V1_5 : version, access, name, signature, parent, interfaces);
        }

        @Override
        public void visitSource(String source, String debug) {
            file = source;
            super.visitSource(source, debug);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next =
                    lost.restore(name, descriptor, super.visitMethod(access, name, descriptor, signature, exceptions));
            int method = methods.size();
            methods.add(name.concat(descriptor));
            if (scan.sites(method) == 0 || left.get(method)) {
                return next;
            }
            MethodProbes probes =
                    new MethodProbes(registry, registry.method(className, name, descriptor, file), loaderNumber);
            return new AllocationVisitor(next, probes, sizes, scan.maxLocals(method));
        }

        int number(String name, String descriptor) {
            return methods.indexOf(name.concat(descriptor));
        }
    }
}
