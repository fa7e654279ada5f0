// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * The MethodParameters of a class. Before JDK 19 the JVM hands out the file of a loaded class without them
 * (JDK-8240908): a class retransformed from that loses the names of its parameters, and a framework that binds by name
 * fails. They are taken from the loader's own resource and put back.
 */
final class ParameterNames {
    /** Of a class that loses none. */
    static final ParameterNames NONE = new ParameterNames(Map.of());

    private final Map<String, List<Parameter>> byMethod;

    private record Parameter(String name, int access) {}

    private ParameterNames(Map<String, List<Parameter>> byMethod) {
        this.byMethod = byMethod;
    }

    /** What a class would lose. */
    static ParameterNames of(Class<?> type) {
        byte[] file = ClassFiles.of(type);
        if (file == null || !ClassScan.of(file).hasMethodParameters()) {
            return NONE;
        }
        Collector collector = new Collector();
        ClassReader reader = OpenedClassReader.of(file);
        reader.accept(collector, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
        return new ParameterNames(collector.found);
    }

    boolean isEmpty() {
        return byMethod.isEmpty();
    }

    /**
     * Puts the names of a method back, before anything else of it is visited.
     *
     * @return where to go on: not the writer itself when there were names, because it would copy the method as it was
     */
    MethodVisitor restore(String name, String descriptor, MethodVisitor method) {
        List<Parameter> parameters = byMethod.isEmpty() ? null : byMethod.get(name.concat(descriptor));
        if (parameters == null) {
            return method;
        }
        for (Parameter parameter : parameters) {
            method.visitParameter(parameter.name(), parameter.access());
        }
        return new MethodVisitor(Opcodes.ASM9, method) {};
    }

    private static final class Collector extends ClassVisitor {
        final Map<String, List<Parameter>> found = new HashMap<>();

        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitParameter(String parameter, int parameterAccess) {
                    found.computeIfAbsent(name.concat(descriptor), method -> new ArrayList<>())
                            .add(new Parameter(parameter, parameterAccess));
                }
            };
        }
    }
}
