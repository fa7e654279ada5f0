// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.agent.cost.OwnHeap;
import io.github.allocsites.table.TableSnapshot;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each stack stood for at one moment, to be taken from what it stands for later: a few words a stack, because
 * marks are kept. A stack is known by its hash alone; were two of them equal, weights would be off and no total.
 *
 * <pre>
 *   cell:   | hash, 0 = free | events | bytes | stacks |
 * </pre>
 *
 * Immutable once made.
 */
final class StackWeights {
    static final StackWeights NONE = new StackWeights(0);

    private static final int WORDS = 4;
    private static final int EVENTS = 1;
    private static final int BYTES = 2;
    private static final int STACKS = 3;

    private final long[] words;
    private final int mask;

    private StackWeights(int callSites) {
        int cells = Integer.highestOneBit(callSites + callSites / 3 + 1) << 1;
        words = new long[WORDS * cells];
        mask = cells - 1;
    }

    static StackWeights of(TableSnapshot table) {
        StackWeights weights =
                new StackWeights(table.callSites().size() + table.dropped().size());
        table.callSites().forEach(weights::put);
        table.dropped().forEach(weights::put);
        return weights;
    }

    private void put(CallSite callSite) {
        int cell = cell(callSite);
        words[cell] = hash(callSite);
        words[cell + EVENTS] = callSite.count();
        words[cell + BYTES] = callSite.bytes();
        words[cell + STACKS] = callSite.samples();
    }

    private int cell(CallSite callSite) {
        long hash = hash(callSite);
        int index = (int) (hash >>> 32) & mask;
        while (words[WORDS * index] != 0 && words[WORDS * index] != hash) {
            index = index + 1 & mask;
        }
        return WORDS * index;
    }

    /** Never 0. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014. */
    private static long hash(CallSite callSite) {
        long hash = mix(callSite.probe());
        for (long frame : callSite.frames()) {
            hash = mix(hash ^ frame);
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long word) {
        long z = word + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /**
     * The same table with what came since. A probe none of whose stacks was captured since is divided as it was known
     * to be by then: most places allocate less than an interval between two stacks.
     *
     * @param everyStack whether a stack stands for its own event alone: then what was not captured did not happen
     */
    TableSnapshot takenFrom(TableSnapshot later, boolean everyStack) {
        if (this == NONE) {
            return later;
        }
        Set<Integer> captured = everyStack ? null : captured(later);
        return new TableSnapshot(
                later.capacityBuckets(),
                later.occupiedBuckets(),
                later.droppedEvents(),
                later.bytes(),
                less(later.callSites(), captured),
                less(later.dropped(), captured));
    }

    private Set<Integer> captured(TableSnapshot later) {
        Set<Integer> probes = new HashSet<>();
        for (List<CallSite> callSites : List.of(later.callSites(), later.dropped())) {
            for (CallSite callSite : callSites) {
                if (callSite.count() > words[cell(callSite) + EVENTS]) {
                    probes.add(callSite.probe());
                }
            }
        }
        return probes;
    }

    /** Stacks that stand for nothing stay: that they are known makes the others estimates. */
    private List<CallSite> less(List<CallSite> later, Set<Integer> captured) {
        List<CallSite> less = new ArrayList<>(later.size());
        for (CallSite callSite : later) {
            boolean isKnown = captured != null && !captured.contains(callSite.probe());
            less.add(isKnown ? callSite : less(callSite));
        }
        return less;
    }

    private CallSite less(CallSite later) {
        int cell = cell(later);
        return new CallSite(
                later.probe(),
                later.frames(),
                Math.max(0, later.count() - words[cell + EVENTS]),
                Math.max(0, later.bytes() - words[cell + BYTES]),
                Math.max(0, later.samples() - words[cell + STACKS]));
    }

    long heapBytes() {
        return OwnHeap.longs(words.length);
    }
}
