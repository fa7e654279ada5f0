// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

/** A class with allocating lines. */
public interface Sites {
    /** Allocating lines of each class, and objects of each call. */
    int LINES = 25;

    /** A chain of as many new objects as there are lines. */
    Object chain();
}
