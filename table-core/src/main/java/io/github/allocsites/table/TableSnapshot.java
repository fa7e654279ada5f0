// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.List;

/**
 * A copy of the call-site table.
 *
 * @param capacityBuckets buckets in all
 * @param occupiedBuckets buckets published
 * @param droppedEvents events whose frames found no bucket
 * @param bytes memory of the table; 0 before the first record and where it was refused
 * @param callSites every published bucket, buckets with equal probe and frames merged
 * @param dropped what found no bucket, by probe, without frames; of most probes
 */
public record TableSnapshot(
        int capacityBuckets,
        int occupiedBuckets,
        long droppedEvents,
        long bytes,
        List<CallSite> callSites,
        List<CallSite> dropped) {

    /**
     * A probe with the frames above it.
     *
     * @param frames frame ids, top first
     * @param count events its stacks stand for
     * @param bytes bytes of these events
     * @param samples stacks captured
     */
    public record CallSite(int probe, List<Long> frames, long count, long bytes, long samples) {}
}
