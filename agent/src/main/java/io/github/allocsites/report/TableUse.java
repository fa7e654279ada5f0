// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * The state of the call-site table.
 *
 * @param capacityBuckets buckets in all
 * @param occupiedBuckets buckets published since the last reset
 * @param droppedEvents events whose frames found no bucket since the last reset; they stay in their row's totals
 * @param bytes off-heap memory of the table; 0 before the first record and where memory was refused
 */
public record TableUse(int capacityBuckets, int occupiedBuckets, long droppedEvents, long bytes) {}
