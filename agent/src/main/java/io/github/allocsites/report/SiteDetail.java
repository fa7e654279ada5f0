// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One row with all that is known of it: its types, its stacks, and these as a tree. Of a site the tree leads to its
 * callers, of an application's frame to what it calls.
 *
 * @param row the row
 * @param types rows by allocated type, most bytes first
 * @param stacks rows by stack, most bytes first
 * @param tree the stacks joined; the first frame is the row's own
 */
public record SiteDetail(Site row, List<Site> types, List<Site> stacks, CallTree tree) {

    public SiteDetail {
        types = List.copyOf(types);
        stacks = List.copyOf(stacks);
    }

    /** The row of an id, be it a site's or an application frame's; null when there is none. */
    public static SiteDetail of(Snapshot snapshot, String id) {
        long totalBytes = snapshot.totals() == null ? 0 : snapshot.totals().bytes();
        List<CallSite> ofSite = new ArrayList<>();
        List<CallSite> ofFrame = new ArrayList<>();
        for (CallSite part : snapshot.callSites()) {
            if (part.site().id().equals(id)) {
                ofSite.add(part);
            } else if (part.application() != null
                    && StackGroups.id(part.application()).equals(id)) {
                ofFrame.add(part);
            }
        }
        if (!ofSite.isEmpty()) {
            return detail(ofSite.get(0).site(), ofSite, totalBytes, false);
        }
        return ofFrame.isEmpty()
                ? null
                : detail(StackGroups.byApplicationFrame(ofFrame, totalBytes).get(0), ofFrame, totalBytes, true);
    }

    private static SiteDetail detail(Site row, List<CallSite> parts, long totalBytes, boolean downwards) {
        CallTree.Builder tree = new CallTree.Builder(row.site());
        for (CallSite part : parts) {
            tree.add(downwards ? downTo(part) : callers(part), part.count(), part.bytes());
        }
        List<Site> stacks = StackGroups.byStack(parts, totalBytes);
        List<Site> types = Groups.of(stacks, GroupBy.TYPE, totalBytes);
        stacks.sort(SortBy.BYTES.order());
        types.sort(SortBy.BYTES.order());
        return new SiteDetail(row, types, stacks, tree.build());
    }

    /** The frames above the site's own. */
    private static List<Frame> callers(CallSite part) {
        List<Frame> frames = part.frames();
        return frames.isEmpty() ? frames : frames.subList(1, frames.size());
    }

    /** From the application's frame down to the allocation, without that frame itself. */
    private static List<Frame> downTo(CallSite part) {
        List<Frame> way = new ArrayList<>();
        for (Frame frame : part.frames()) {
            if (frame.equals(part.application())) {
                break;
            }
            way.add(frame);
        }
        Collections.reverse(way);
        return way;
    }
}
