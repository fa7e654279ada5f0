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
 * from its home on, wrapping round, and is dropped when the window has none. Large tables are searched in three parts:
 * two quarters and a half, which get as much of the window.
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
            int bucket = freeBucket(site.hash(depth));
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

    private int freeBucket(long hash) {
        int parts = capacityBuckets < 4_096 ? 1 : 4;
        int window = BucketSearch.WINDOW_BUCKETS / parts;
        int buckets = capacityBuckets / parts;
        if (parts == 1) {
            return freeBucket(hash, 0, buckets, window);
        }
        int free = freeBucket(hash, 0, buckets, window);
        free = free < 0 ? freeBucket(hash, buckets, buckets, window) : free;
        return free < 0 ? freeBucket(hash, 2 * buckets, 2 * buckets, 2 * window) : free;
    }

    private int freeBucket(long hash, int part, int buckets, int window) {
        int home = part + ReferenceHash.home(hash, buckets);
        int free = taken.nextClearBit(home);
        int steps = free - home;
        if (free >= part + buckets) {
            free = taken.nextClearBit(part);
            steps = buckets - home + free;
        }
        return free < part + buckets && steps < window ? free : -1;
    }

    /** Those that memory is there for: a part of a large table is made when it is needed. */
    int buckets() {
        int half = capacityBuckets / 2;
        if (capacityBuckets < 4_096) {
            return capacityBuckets;
        }
        return half / 2 + (taken.get(half / 2, half).isEmpty() ? 0 : half / 2) + (taken.length() > half ? half : 0);
    }

    /** Where the search begins of who comes to a bucket when those before it are taken. */
    int homeOf(int bucket) {
        int half = capacityBuckets / 2;
        boolean onePart = capacityBuckets < 4_096;
        return onePart ? bucket : bucket < half ? bucket % (half / 2) : bucket - half;
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
