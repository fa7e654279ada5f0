// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.Profile;
import io.github.allocsites.agent.snapshot.SnapshotReader;
import io.github.allocsites.table.OwnWork;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;

/** The difference between two readings of the totals, of the process or of one thread. */
public final class Measurement {
    private final SnapshotReader reader;
    private final boolean thisThread;
    private final ProbeTotals before;

    /** Reading at the end of construction, so that construction itself is not measured. */
    Measurement(SnapshotReader reader, boolean thisThread) {
        this.reader = reader;
        this.thisThread = thisThread;
        this.before = totals();
    }

    /** What was counted between construction and now. */
    public Profile read() {
        long token = OwnWork.begin();
        try {
            ProbeTotals delta = totals().since(before);
            return new Profile(delta.count(), delta.bytes(), reader.sites(delta));
        } finally {
            OwnWork.end(token);
        }
    }

    private ProbeTotals totals() {
        if (!thisThread) {
            return Recording.totals();
        }
        if (Recording.onVirtualThread()) {
            throw new IllegalStateException(
                    "a virtual thread's allocations are counted on its carrier: measure the process instead");
        }
        ProbeTotals totals = Recording.totalsOfThisThread();
        if (totals == null) {
            throw new IllegalStateException("this thread has no counters of its own: allocsites.memory.max is reached");
        }
        return totals;
    }
}
