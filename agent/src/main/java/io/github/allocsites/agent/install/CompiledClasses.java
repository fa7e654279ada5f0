// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** The classes that the JIT compiler has compiled methods of: those the application is at work in. */
final class CompiledClasses implements Supplier<Set<String>> {
    private final DiagnosticCommands commands;

    CompiledClasses(DiagnosticCommands commands) {
        this.commands = commands;
    }

    /** By {@link Class#getName}; none where the JVM does not say. */
    @Override
    public Set<String> get() {
        return of(commands.run("Compiler.codelist"));
    }

    /** A line is {@code id level state package.Class.method(descriptor)result [addresses]}. */
    static Set<String> of(String answer) {
        Set<String> classes = new HashSet<>();
        for (String line : answer.split("\n")) {
            int descriptor = line.indexOf('(');
            int method = line.lastIndexOf('.', descriptor);
            int name = line.lastIndexOf(' ', descriptor) + 1;
            if (descriptor > 0 && name > 0 && method > name) {
                classes.add(line.substring(name, method));
            }
        }
        return classes;
    }
}
