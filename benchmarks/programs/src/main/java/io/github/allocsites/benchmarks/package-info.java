// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** Starts programs without an agent and with several, in turns, and writes what they took as a table. */
package io.github.allocsites.benchmarks;
