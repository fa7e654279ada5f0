// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Asks the JVM how large an object is. Called inside the hook: may allocate, takes no lock. */
@FunctionalInterface
public interface Sizer {
    /** Bytes of the object. */
    long bytes(Object object);
}
