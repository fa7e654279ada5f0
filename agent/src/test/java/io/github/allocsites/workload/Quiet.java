// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.util.function.Supplier;

/** Makes a lambda without captures and allocates nothing. */
final class Quiet {
    private Quiet() {}

    static Supplier<String> lambda() {
        return () -> "the same";
    }
}
