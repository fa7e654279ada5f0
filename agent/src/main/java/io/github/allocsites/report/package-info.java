// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What was counted, as values, and one writer per format. Sits above everything that counts: nothing here reads a
 * counter, and nothing here knows Spring or an instrumentation library.
 *
 * <p>One way through it: a {@link io.github.allocsites.report.ReportFormat} writes down what a
 * {@link io.github.allocsites.report.Query} asks of a {@link io.github.allocsites.report.Snapshot}, be it rows, which
 * are a {@link io.github.allocsites.report.Report}, or stacks. All types are safe for use by any thread, and immutable
 * or stateless but for {@link io.github.allocsites.report.CumulativePprof}. Needs {@code java.base} only.
 */
package io.github.allocsites.report;
