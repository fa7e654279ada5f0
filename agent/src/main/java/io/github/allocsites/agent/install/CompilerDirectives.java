// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.instrument.InstrumentingTransformer;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.bytebuddy.jar.asm.Type;

/**
 * Keeps the optimising compiler away from our transformer, and from the library it reads types with. They are hot while
 * an application starts, and never again: C2 would spend more time on their code than they take themselves, while the
 * application's own waits in the queue. What C1 makes of it is fast enough.
 *
 * <p>Said by the JVM's own command {@code Compiler.directives_add}, which matches our classes and nothing else. A JVM
 * that does not know it, or no folder for its file, leaves things as they are: this is about cost alone.
 *
 * <p>Source: JEP 165, Compiler Control.
 */
final class CompilerDirectives {
    /** The second one for the JDK's own calls of the transformer, into which C2 would inline it. */
    private static final String TEXT = """
            [
              { match: ["{transformer}/*.*", "{library}/*.*"], c2: { Exclude: true } },
              { match: "sun/instrument/*.*", c2: { inline: "-{transformer}/*.*" } }
            ]
            """.replace("{transformer}", folder(InstrumentingTransformer.class))
            .replace("{library}", folder(Type.class));

    private final Instrumentation instrumentation;

    CompilerDirectives(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    private static String folder(Class<?> type) {
        return type.getPackageName().replace('.', '/');
    }

    /** Leaves the transformer to C1; whether the JVM took it so. */
    boolean leaveTransformerToC1() {
        try {
            UnaryOperator<String> command = command();
            return hasC1(command.apply("VM.flags")) && add(command);
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError unknown) {
            return false;
        }
    }

    /** By the flags that are not as they are by default: without C1 the transformer would be interpreted for ever. */
    private static boolean hasC1(String flags) {
        return !flags.contains("-XX:-TieredCompilation") && !flags.contains("-XX:CompilationMode=");
    }

    private static boolean add(UnaryOperator<String> command) throws IOException {
        File file = written();
        try {
            return command.apply("Compiler.directives_add \"" + file + "\"").contains("directives added");
        } finally {
            file.delete();
        }
    }

    /** In a file that was not there before: its folder may be everybody's. */
    private static File written() throws IOException {
        File file;
        do {
            String name = "allocsites-" + Long.toHexString(System.nanoTime()) + ".json";
            file = new File(System.getProperty("java.io.tmpdir"), name);
        } while (!file.createNewFile());
        try (OutputStream out = new FileOutputStream(file)) {
            out.write(TEXT.getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    /** In a loader of its own: what it may see, no other class of the application's module shall. */
    @SuppressWarnings("unchecked")
    private UnaryOperator<String> command() throws IOException, ReflectiveOperationException {
        Throwaway loader = new Throwaway();
        Module one = loader.getUnnamedModule();
        open("sun.management.ManagementFactoryHelper", one);
        open("com.sun.management.internal.DiagnosticCommandImpl", one);
        return (UnaryOperator<String>)
                loader.define(DiagnosticCommand.class).getConstructor().newInstance();
    }

    private void open(String className, Module to) throws ClassNotFoundException {
        Class<?> type = Class.forName(className, true, null);
        Map<String, Set<Module>> opens = Map.of(type.getPackageName(), Set.of(to));
        instrumentation.redefineModule(type.getModule(), Set.of(), Map.of(), opens, Set.of(), Map.of());
    }

    private static final class Throwaway extends ClassLoader {
        Throwaway() {
            super(null);
        }

        Class<?> define(Class<?> type) throws IOException {
            try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
                if (in == null) {
                    throw new IOException("the agent's jar lacks " + type);
                }
                byte[] file = in.readAllBytes();
                return defineClass(type.getName(), file, 0, file.length);
            }
        }
    }
}
