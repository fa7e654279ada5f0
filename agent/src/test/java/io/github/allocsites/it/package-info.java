// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Whole-JVM tests: each starts programs of {@code io.github.allocsites.workload} in fresh JVMs with the packaged agent.
 */
package io.github.allocsites.it;
