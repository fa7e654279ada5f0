// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Instruments classes that the JVM offers to nobody: those defined as hidden. Called by the JDK's own define road. */
@FunctionalInterface
public interface HiddenClasses {
    /**
     * A class file with hooks, or the file itself.
     *
     * @param host the class that the hidden one belongs to
     */
    byte[] instrument(Class<?> host, byte[] file);
}
