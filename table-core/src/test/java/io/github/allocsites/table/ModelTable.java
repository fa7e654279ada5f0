// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.RandomSites.Key;
import io.github.allocsites.table.RandomSites.Site;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The call-site table in a plain map, beside a set of the buckets that are taken: a new site takes the first free one
 * from its home on, wrapping round, and is dropped when the window has none.
 */
final class ModelTable {
    private final int capacityBuckets;
    private final int depth;
    private final Map<Key, long[]> rows = new HashMap<>();
    private final BitSet taken = new BitSet();
    private long recordedEvents;
    private long droppedEvents;

    ModelTable(int capacityBuckets, int depth) {
        this.capacityBuckets = capacityBuckets;
        this.depth = depth;
    }

    Result record(Site site, long events, long bytes) {
        Key key = site.key(depth);
        if (key.frames().length == 0) {
            return Result.NO_FRAMES;
        }
        recordedEvents += events;
        long[] row = rows.get(key);
        if (row == null) {
            int bucket = freeBucket(ReferenceHash.home(site.hash(depth), capacityBuckets));
            if (bucket < 0) {
                droppedEvents += events;
                return Result.DROPPED;
            }
            taken.set(bucket);
            row = new long[2];
            rows.put(key, row);
        }
        row[0] += events;
        row[1] += bytes;
        return Result.RECORDED;
    }

    private int freeBucket(int home) {
        int free = taken.nextClearBit(home);
        int steps = free - home;
        if (free >= capacityBuckets) {
            free = taken.nextClearBit(0);
            steps = capacityBuckets - home + free;
        }
        return free < capacityBuckets && steps < CallSiteTable.WINDOW_BUCKETS ? free : -1;
    }

    /** The first bucket from the given one on that nobody has taken; the capacity when there is none. */
    int freeBucketFrom(int bucket) {
        return taken.nextClearBit(bucket);
    }

    long droppedEvents() {
        return droppedEvents;
    }

    void assertEquals(TableSnapshot snapshot) {
        check("capacity", snapshot.capacityBuckets(), capacityBuckets);
        check("occupied buckets", snapshot.occupiedBuckets(), rows.size());
        check("rows", snapshot.callSites().size(), rows.size());
        check("dropped events", snapshot.droppedEvents(), droppedEvents);
        long events = snapshot.droppedEvents();
        for (CallSite site : snapshot.callSites()) {
            long[] row = rows.getOrDefault(key(site), new long[2]);
            check("events of " + site, site.count(), row[0]);
            check("bytes of " + site, site.bytes(), row[1]);
            events += site.count();
        }
        check("events in all", events, recordedEvents);
    }

    static Key key(CallSite site) {
        return new Key(
                site.probe(), site.frames().stream().mapToLong(Long::longValue).toArray());
    }

    private static void check(String what, long actual, long expected) {
        if (actual != expected) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }
}
