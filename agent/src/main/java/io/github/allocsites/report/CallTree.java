// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks that begin alike, joined.
 *
 * @param frame the frame, as a stack trace shows it
 * @param count events of all stacks through it
 * @param bytes bytes of these events
 * @param children what comes next in these stacks, most bytes first; their sums are less than this one's where a stack
 * ends here
 */
public record CallTree(String frame, long count, long bytes, List<CallTree> children) {

    public CallTree {
        children = List.copyOf(children);
    }

    /** Grows a tree stack by stack. Used by one thread. */
    static final class Builder {
        private static final Comparator<CallTree> MOST_BYTES_FIRST =
                Comparator.comparingLong(CallTree::bytes).reversed().thenComparing(CallTree::frame);

        private final String frame;
        private final Map<Frame, Builder> children = new LinkedHashMap<>();
        private long count;
        private long bytes;

        Builder(String frame) {
            this.frame = frame;
        }

        void add(List<Frame> frames, long events, long eventBytes) {
            Builder at = this;
            at.add(events, eventBytes);
            for (Frame each : frames) {
                at = at.children.computeIfAbsent(each, next -> new Builder(next.toString()));
                at.add(events, eventBytes);
            }
        }

        private void add(long events, long eventBytes) {
            count += events;
            bytes += eventBytes;
        }

        CallTree build() {
            List<CallTree> built = new ArrayList<>(children.size());
            children.values().forEach(child -> built.add(child.build()));
            built.sort(MOST_BYTES_FIRST);
            return new CallTree(frame, count, bytes, built);
        }
    }
}
