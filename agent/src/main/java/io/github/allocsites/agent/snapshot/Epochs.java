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
    private final Epoch first;
    private volatile Epoch current;

    /**
     * A beginning.
     *
     * @param baseline what had been counted before
     * @param jvmBytes what the JVM had allocated before, ours taken out; null where it cannot say
     */
    public record Epoch(ProbeTotals baseline, Instant since, long startedNanos, Long jvmBytes) {}

    public Epochs(OwnCost cost) {
        this.cost = cost;
        this.first = begin();
        this.current = first;
    }

    private Epoch begin() {
        return new Epoch(Recording.totals(), Instant.now(), System.nanoTime(), cost.othersAllocatedBytes());
    }

    /** Installation. */
    public Epoch first() {
        return first;
    }

    /** The last reset, or installation. */
    public Epoch current() {
        return current;
    }

    /** Counts go on; what is read from now on is less what is there now, and the table starts empty. */
    public synchronized void reset() {
        current = begin();
        Recording.table().reset();
        Recording.arm();
    }
}
