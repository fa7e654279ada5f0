// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Whole JVMs with our agent and another one. <b>Loader</b>: the tests' own; what they start is in {@link
 * io.github.allocsites.compat.workload}. <b>Depends on</b> the packaged agent jar and the other agents' files.
 */
package io.github.allocsites.compat.it;
