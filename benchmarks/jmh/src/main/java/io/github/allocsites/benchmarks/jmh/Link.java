// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

/** A small object. It holds the one before it, so that no compiler can do without any of a chain. */
final class Link {
    final Link before;

    Link(Link before) {
        this.before = before;
    }
}
