// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs every class of a folder, loaded and as a hidden one, and prints what each computes. */
public final class OddRunner {
    public static final int[] ARGUMENTS = {0, 1, 2, 7, -3};

    /** The JVM adds a constant to a hidden class and crashes where there is no room for it. */
    private static final String FULL = "Full";

    private OddRunner() {}

    /** Argument: the folder. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        Path folder = Path.of(arguments[0]);
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted().toList();
        }
        for (Path file : files) {
            String simpleName = file.getFileName().toString().replace(".class", "");
            System.out.println(simpleName + " " + named(file, OddRunner.class.getPackageName() + "." + simpleName));
            if (!simpleName.startsWith(FULL)) {
                System.out.println("hidden " + simpleName + " " + hidden(file));
            }
        }
        for (int argument : ARGUMENTS) {
            System.out.println("Forms " + Forms.run(argument));
        }
        AllocSites.skipped().forEach(line -> System.out.println("left " + line));
    }

    private static String named(Path file, String name) {
        ClassLoader loader = new ClassLoader(OddRunner.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String wanted) {
                byte[] bytes = bytes(file);
                return defineClass(wanted, bytes, 0, bytes.length);
            }
        };
        try {
            return outcome(Class.forName(name, true, loader));
        } catch (ClassNotFoundException | LinkageError rejected) {
            return rejected.toString().lines().findFirst().orElse("");
        }
    }

    private static String hidden(Path file) {
        try {
            return outcome(
                    MethodHandles.lookup().defineHiddenClass(bytes(file), true).lookupClass());
        } catch (IllegalAccessException | LinkageError rejected) {
            return rejected.getClass().getName();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What it computes for each argument, and how many objects it says it made for all of them. */
    public static String outcome(Class<?> odd) {
        StringBuilder outcome = new StringBuilder();
        int allocations = 0;
        for (int argument : ARGUMENTS) {
            try {
                outcome.append(odd.getMethod("run", int.class).invoke(null, argument))
                        .append(' ');
                allocations += odd.getField("allocations").getInt(null);
            } catch (InvocationTargetException thrown) {
                outcome.append(thrown.getCause()).append(' ');
            } catch (ReflectiveOperationException missing) {
                outcome.append("- ");
            }
        }
        return outcome + "made " + allocations;
    }
}
