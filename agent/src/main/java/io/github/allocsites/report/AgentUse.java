// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

/**
 * What the agent is, did and costs.
 *
 * @param version version of the agent
 * @param instrumentedClasses classes that carry hooks
 * @param skippedClasses classes that allocate and stayed as they were
 * @param skippedMethods methods that allocate and stayed as they were in classes that carry hooks
 * @param probes allocating instructions known
 * @param ownBytes off-heap memory in use by the agent
 * @param maxBytes bound of that memory, {@code allocsites.memory.max}
 * @param heapBytes heap memory the agent holds, as far as it grows with the program; an estimate
 * @param allocatedBytes heap memory the agent's own work allocated so far, which the totals leave out
 * @param transformNanos time that looking at classes and rewriting them took so far, of all threads together
 * @param stacks stacks captured so far
 * @param stackNanos time that took, of all threads together
 * @param stacksPerSecond stacks captured since the counts began, by the time since then
 */
public record AgentUse(
        String version,
        long instrumentedClasses,
        long skippedClasses,
        long skippedMethods,
        int probes,
        long ownBytes,
        long maxBytes,
        long heapBytes,
        long allocatedBytes,
        long transformNanos,
        long stacks,
        long stackNanos,
        double stacksPerSecond) {}
