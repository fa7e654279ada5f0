// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import java.util.List;

/** The packages that are the application's, subpackages included. Asked inside hooks: allocates nothing. */
public final class ApplicationPackages {
    /** Of an application nobody knows. */
    public static final ApplicationPackages NONE = new ApplicationPackages(List.of());

    private final String[] names;

    /** Packages by name: {@code com.acme} stands for {@code com.acme.X} and {@code com.acme.sub.Y}. */
    public ApplicationPackages(List<String> names) {
        this.names = names.toArray(new String[0]);
    }

    /** The package of the class that a command of the JVM's starts; none where that is no class of a package. */
    public static ApplicationPackages ofCommand(String command) {
        String main = command == null ? "" : command.trim().split("\\s+", 2)[0];
        int module = main.indexOf('/');
        String className = main.substring(module + 1);
        int last = className.lastIndexOf('.');
        boolean isClass = last > 0 && !className.endsWith(".jar") && className.indexOf('/') < 0;
        return isClass ? new ApplicationPackages(List.of(className.substring(0, last))) : NONE;
    }

    public boolean isEmpty() {
        return names.length == 0;
    }

    /** Whether a class of that name is the application's. */
    public boolean contain(String className) {
        for (String name : names) {
            if (className.length() > name.length()
                    && className.charAt(name.length()) == '.'
                    && className.startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return String.join(",", names);
    }
}
