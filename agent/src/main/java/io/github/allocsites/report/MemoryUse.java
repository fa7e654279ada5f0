// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * What the process holds, in bytes.
 *
 * @param heapUsedBytes heap in use now
 * @param heapAfterGcBytes heap pools summed at the last collection; null before the first
 * @param heapPeakBytes largest heap use seen before a collection or at a read
 * @param residentBytes resident set of the process; null where the platform cannot say
 * @param residentPeakBytes largest resident set of the process; null where the platform cannot say
 */
public record MemoryUse(
        long heapUsedBytes, Long heapAfterGcBytes, long heapPeakBytes, Long residentBytes, Long residentPeakBytes) {}
