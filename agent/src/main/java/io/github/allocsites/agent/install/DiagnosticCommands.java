// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The JVM's own diagnostic commands; a JVM that keeps them to itself answers nothing. */
final class DiagnosticCommands {
    private final UnaryOperator<String> commands;

    private DiagnosticCommands(UnaryOperator<String> commands) {
        this.commands = commands;
    }

    static DiagnosticCommands of(Instrumentation instrumentation) {
        try {
            return new DiagnosticCommands(open(instrumentation));
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError refused) {
            return new DiagnosticCommands(null);
        }
    }

    /** What the command printed, empty where there are none. */
    String run(String command) {
        try {
            return commands == null ? "" : commands.apply(command);
        } catch (RuntimeException | LinkageError refused) {
            return "";
        }
    }

    /** In a loader of its own: what it may see, no other class of the application's module shall. */
    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> open(Instrumentation instrumentation)
            throws IOException, ReflectiveOperationException {
        ThrowawayLoader loader = new ThrowawayLoader();
        Module one = loader.getUnnamedModule();
        open(instrumentation, "sun.management.ManagementFactoryHelper", one);
        open(instrumentation, "com.sun.management.internal.DiagnosticCommandImpl", one);
        Class<?> type = loader.define(DiagnosticCommand.class.getName(), read(DiagnosticCommand.class));
        return (UnaryOperator<String>) type.getConstructor().newInstance();
    }

    private static void open(Instrumentation instrumentation, String className, Module to)
            throws ClassNotFoundException {
        Class<?> type = Class.forName(className, true, null);
        Map<String, Set<Module>> opens = Map.of(type.getPackageName(), Set.of(to));
        instrumentation.redefineModule(type.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
    }

    private static byte[] read(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            if (in == null) {
                throw new IOException("the agent's jar lacks " + type);
            }
            return in.readAllBytes();
        }
    }
}
