// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.TableSnapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * What was recorded from a beginning to a moment, immutable.
 *
 * @param table as it is at the end
 * @param beforeStacks what had been recorded when stacks were captured first; null before that
 * @param pauseReason why nothing is recorded at the end; null where it is
 */
public record Interval(Beginning begin, Moment end, TableSnapshot table, ProbeTotals beforeStacks, String pauseReason) {

    Instant since() {
        return begin.moment().at();
    }

    Duration elapsed() {
        return Duration.ofNanos(end.nanos() - begin.moment().nanos());
    }

    ProbeTotals totals() {
        return end.totals().since(begin.moment().totals());
    }

    /** The part of the totals from before stacks were captured. */
    ProbeTotals totalsBeforeStacks() {
        return begin.hadStacks() || beforeStacks == null
                ? ProbeTotals.none()
                : beforeStacks.since(begin.moment().totals());
    }

    /** The call sites with what they stand for in the interval alone. */
    TableSnapshot callSites(boolean everyStack) {
        return begin.moment().generation() == end.generation() ? begin.weights().takenFrom(table, everyStack) : table;
    }

    /** Own work under way is in the JVM's count until it ends, so that an idle interval could come out below 0. */
    Long jvmBytes() {
        Long before = begin.moment().jvmBytes();
        return before == null || end.jvmBytes() == null ? null : Long.valueOf(Math.max(0, end.jvmBytes() - before));
    }

    long droppedEvents() {
        return end.droppedEvents() - begin.moment().droppedEvents();
    }

    double stacksPerSecond() {
        long nanos = Math.max(1, end.nanos() - begin.moment().nanos());
        return (end.stacks() - begin.moment().stacks()) * 1e9 / nanos;
    }
}
