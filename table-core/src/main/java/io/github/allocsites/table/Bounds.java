// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Where the stores met their bounds. Totals stay exact in every case; a value, at one moment.
 *
 * @param memoryMaxBytes bound of all off-heap memory
 * @param tableBucketsAsked buckets of the call-site table that were asked for
 * @param tableBuckets buckets that the memory has room for
 * @param tableRefused whether the system refused the table's memory, or a part of it: rows lack stacks
 * @param arenasRefused whether the system refused the arenas' memory: all threads share one arena, or count on the heap
 * @param arenasFull whether threads that come now share one arena: slower
 * @param probesExhausted whether instructions of classes that come now find no probe: they are not instrumented
 */
public record Bounds(
        long memoryMaxBytes,
        int tableBucketsAsked,
        int tableBuckets,
        boolean tableRefused,
        boolean arenasRefused,
        boolean arenasFull,
        boolean probesExhausted) {}
