// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.table.Bounds;
import java.util.ArrayList;
import java.util.List;

/** Says what a report lacks because memory did not suffice. Stateless. */
final class GivenUp {
    private GivenUp() {}

    /** Null when nothing was given up. */
    static String text(Bounds bounds) {
        String max = "allocsites.memory.max=" + (bounds.memoryMaxBytes() >> 10) + "KB";
        List<String> all = new ArrayList<>();
        if (bounds.tableRefused()) {
            all.add("the system refused memory for the call-site table: rows have no stacks, or not all of theirs");
        }
        if (bounds.tableBuckets() < bounds.tableBucketsAsked()) {
            all.add(max + " has room for " + bounds.tableBuckets() + " of the " + bounds.tableBucketsAsked()
                    + " table buckets asked for");
        }
        if (bounds.arenasRefused()) {
            all.add("the system refused memory for arenas: all threads share one, which is slower and still exact");
        }
        if (bounds.arenasFull()) {
            all.add(max + " is in use: further threads share one arena, which is slower and still exact");
        }
        if (bounds.probesExhausted()) {
            all.add(max + " has room for no more probes: classes loaded from now on are not counted");
        }
        return all.isEmpty() ? null : String.join("; ", all);
    }
}
