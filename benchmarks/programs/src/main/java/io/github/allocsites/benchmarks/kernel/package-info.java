// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** The programs that are measured. They know nothing of who measures them, nor of any agent. */
package io.github.allocsites.benchmarks.kernel;
