// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * From the stores' numbers to the immutable records of the report. <b>Threads</b>: whoever reads; marked as the
 * profiler's own work.
 */
package io.github.allocsites.agent.snapshot;
