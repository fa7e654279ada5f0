// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

/** A piece of work of about a tenth of a second, the same at each call. */
interface Kernel {
    /** What was computed, so that nothing is computed in vain. */
    long once() throws Exception;
}
