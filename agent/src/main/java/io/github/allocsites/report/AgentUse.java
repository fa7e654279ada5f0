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
 * @param allocatedBytes heap memory the agent's own work allocated so far, which the totals leave out
 */
public record AgentUse(
        String version,
        long instrumentedClasses,
        long skippedClasses,
        long skippedMethods,
        int probes,
        long ownBytes,
        long maxBytes,
        long allocatedBytes) {}
