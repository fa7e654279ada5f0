// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.time.Instant;

/** Where counting began: at installation, and at the last reset. Thread-safe. */
public final class Epochs {
    private final OwnCost cost;
    private volatile Epoch first;
    private volatile Epoch current;

    /**
     * A beginning.
     *
     * @param baseline what had been counted before
     * @param beforeStacks what was counted after that and before stacks were captured
     * @param stacks how many had been captured before
     * @param jvmBytes what the JVM had allocated before, ours taken out; null where it cannot say
     */
    public record Epoch(
            ProbeTotals baseline,
            ProbeTotals beforeStacks,
            Instant since,
            long startedNanos,
            long stacks,
            Long jvmBytes) {
        private Epoch withStacksFrom(ProbeTotals totals) {
            return new Epoch(baseline, totals.since(baseline), since, startedNanos, stacks, jvmBytes);
        }

        private long heapBytes() {
            return baseline.heapBytes() + beforeStacks.heapBytes();
        }
    }

    public Epochs(OwnCost cost) {
        this.cost = cost;
        this.first = begin();
        this.current = first;
    }

    private Epoch begin() {
        return new Epoch(
                Recording.totals(),
                ProbeTotals.none(),
                Instant.now(),
                System.nanoTime(),
                cost.stacks(),
                cost.othersAllocatedBytes());
    }

    /** Installation. */
    public Epoch first() {
        return first;
    }

    /** The last reset, or installation. */
    public Epoch current() {
        return current;
    }

    /** Heap memory that the totals of both hold. */
    public long heapBytes() {
        Epoch latest = current;
        return first.heapBytes() + (latest == first ? 0 : latest.heapBytes());
    }

    /** Stacks are captured from now on: what was counted before has none. */
    public synchronized void stacksBegin() {
        ProbeTotals totals = Recording.totals();
        boolean isOne = current == first;
        first = first.withStacksFrom(totals);
        current = isOne ? first : current.withStacksFrom(totals);
    }

    /** Counts go on; what is read from now on is less what is there now, and the table starts empty. */
    public synchronized void reset() {
        current = begin();
        Recording.table().reset();
        Recording.arm();
    }
}
