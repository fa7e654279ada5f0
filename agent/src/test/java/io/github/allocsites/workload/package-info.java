// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/** Programs for the whole-JVM tests; they know what they allocate, or ask the JVM, and print it. */
package io.github.allocsites.workload;
