// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/** What the one number of a stack says, in formats that have no more than one. */
public enum Value {
    /** Bytes of its events. */
    BYTES,
    /** Its events. */
    OBJECTS;

    long of(long count, long bytes) {
        return this == BYTES ? bytes : count;
    }
}
