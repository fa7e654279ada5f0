// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.table.ProbeTotals;
import java.time.Instant;

/**
 * What had been recorded at one moment, pauses taken out.
 *
 * @param jvmBytes what the JVM had allocated, ours taken out; null where it cannot say
 * @param stacks how many had been captured
 * @param droppedEvents events whose frames had found no bucket
 * @param generation how often the call-site table had been emptied
 */
record Moment(
        Long jvmBytes, ProbeTotals totals, Instant at, long nanos, long stacks, long droppedEvents, int generation) {}
