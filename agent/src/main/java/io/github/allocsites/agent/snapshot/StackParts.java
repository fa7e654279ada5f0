// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import io.github.allocsites.table.TableSnapshot;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Divides the exact numbers of a probe among its stacks.
 *
 * <pre>
 *   count, bytes --+--> from before stacks were captured           --> (no stack)
 *                  +--> one stack alone                            --> all of it, exact
 *                  +--> several: by the bytes and by the events    --> estimated
 *                       that their captures stand for; among them
 *                       what the table had no bucket for           --> (no stack)
 * </pre>
 *
 * Bytes and count are divided by weights of their own: a stack of few large arrays has many bytes and few events. Where
 * every event has its stack, nothing is divided, and what is missing was dropped. A share of nothing is no part.
 */
final class StackParts {
    private final boolean everyStack;
    private final Map<Integer, List<CallSite>> byProbe = new HashMap<>();

    StackParts(TableSnapshot table, boolean everyStack) {
        this.everyStack = everyStack;
        table.callSites().forEach(this::add);
        table.dropped().forEach(this::add);
    }

    private void add(CallSite callSite) {
        byProbe.computeIfAbsent(callSite.probe(), probe -> new ArrayList<>(2)).add(callSite);
    }

    /** Gives the parts of a probe, which add up to its count and bytes. */
    void divide(int probe, long count, long bytes, long countBefore, long bytesBefore, Consumer<Part> parts) {
        List<CallSite> stacks = byProbe.getOrDefault(probe, List.of());
        if (everyStack) {
            exact(stacks, count, bytes, parts);
            return;
        }
        long restCount = stacks.isEmpty() ? count : Math.min(count, countBefore);
        long restBytes = stacks.isEmpty() ? bytes : Math.min(bytes, bytesBefore);
        if (restCount > 0) {
            parts.accept(new Part(List.of(), restCount, restBytes, false, 0));
        }
        if (!stacks.isEmpty() && count > restCount) {
            share(stacks, count - restCount, bytes - restBytes, parts);
        }
    }

    /** A reader comes in between a probe's counter and its bucket, so that either may be ahead. */
    private static void exact(List<CallSite> stacks, long count, long bytes, Consumer<Part> parts) {
        long countLeft = count;
        long bytesLeft = bytes;
        for (CallSite stack : stacks) {
            long events = Math.min(countLeft, stack.count());
            long eventBytes = Math.min(bytesLeft, stack.bytes());
            if (events > 0 || eventBytes > 0) {
                parts.accept(new Part(stack.frames(), events, eventBytes, false, 0));
            }
            countLeft -= events;
            bytesLeft -= eventBytes;
        }
        if (countLeft > 0) {
            parts.accept(new Part(List.of(), countLeft, bytesLeft, false, 0));
        }
    }

    private static void share(List<CallSite> stacks, long count, long bytes, Consumer<Part> parts) {
        long[] events = new long[stacks.size()];
        long[] weights = new long[stacks.size()];
        for (int i = 0; i < events.length; i++) {
            events[i] = stacks.get(i).count();
            weights[i] = stacks.get(i).bytes();
        }
        long[] counts = Shares.of(count, events);
        long[] shares = Shares.of(bytes, weights);
        for (int i = 0; i < events.length; i++) {
            CallSite stack = stacks.get(i);
            if (counts[i] > 0 || shares[i] > 0) {
                parts.accept(new Part(stack.frames(), counts[i], shares[i], events.length > 1, stack.samples()));
            }
        }
    }
}
