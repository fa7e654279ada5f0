// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What was counted, as values, and one writer per format. Sits above everything that counts: nothing here reads a
 * counter, and nothing here knows Spring or an instrumentation library.
 *
 * <p>One way through it: {@link io.github.allocsites.report.Snapshot} and
 * {@link io.github.allocsites.report.Query} make a {@link io.github.allocsites.report.Report}, a
 * {@link io.github.allocsites.report.ReportFormat} writes it down. All types are immutable or stateless and safe for
 * use by any thread. Needs {@code java.base} only.
 */
package io.github.allocsites.report;
