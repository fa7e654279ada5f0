// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

/**
 * A loader of one class that may see what the JDK keeps to itself: its module is opened or exported to, which cannot be
 * undone, and the application's module never is.
 */
final class ThrowawayLoader extends ClassLoader {
    ThrowawayLoader() {
        super(null);
    }

    Class<?> define(String name, byte[] file) {
        return defineClass(name, file, 0, file.length);
    }
}
