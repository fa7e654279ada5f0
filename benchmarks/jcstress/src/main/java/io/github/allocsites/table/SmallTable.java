// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.List;

/** The smallest table, and what the samples do to it. */
final class SmallTable {
    static final int DEPTH = 3;
    static final int BYTES = CallSiteTable.MIN_BUCKETS * BucketLayout.bytes(DEPTH);

    /** Of every event. */
    static final int EVENT_BYTES = 10;

    private static final long[] OLDER = {99};

    private SmallTable() {}

    /** A table that has its memory, and a call site that no sample asks for. */
    static CallSiteTable used() {
        CallSiteTable table = new CallSiteTable(CallSiteTable.MIN_BUCKETS, DEPTH);
        table.record(99, OLDER, 1, 1, EVENT_BYTES);
        return table;
    }

    /** Whether the event found a bucket. */
    static boolean record(CallSiteTable table, int probe, long... frames) {
        return table.record(probe, frames, frames.length, 1, EVENT_BYTES) == Result.RECORDED;
    }

    /** Events of the call site, 0 where it is not in the snapshot. */
    static int count(TableSnapshot snapshot, int probe, Long... frames) {
        for (CallSite site : snapshot.callSites()) {
            if (site.probe() == probe && site.frames().equals(List.of(frames))) {
                return (int) site.count();
            }
        }
        return 0;
    }

    /** Whether the probe has a row in the snapshot. */
    static boolean has(TableSnapshot snapshot, int probe) {
        for (CallSite site : snapshot.callSites()) {
            if (site.probe() == probe) {
                return true;
            }
        }
        return false;
    }
}
