// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

/** Allocates, and has a method whose verification needs {@link Missing}; loaded by scanners, never used. */
public class Unfit {
    protected final Object part = new Object[] {this};

    /** Makes the verifier ask whether one is a RuntimeException. */
    public RuntimeException failure(boolean missing) {
        RuntimeException failure = new IllegalStateException();
        if (missing) {
            failure = new Missing();
        }
        return failure;
    }
}
