// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

/** Stands for an optional dependency. */
public class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
