// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * Everything counted since a snapshot's beginning.
 *
 * @param count events
 * @param bytes bytes of these events, as the program asked for them: allocations that a compiler removed are included
 * @param jvmBytes bytes the JVM says all threads allocated in the same time, the agent's own taken out; null where
 * the JVM cannot say (before JDK 21, but for late updates of 17)
 * @param ratio {@code bytes / jvmBytes}, above 1 where compilers removed allocations: information, no error figure;
 * null where {@code jvmBytes} is null or 0
 */
public record Totals(long count, long bytes, Long jvmBytes, Double ratio) {}
