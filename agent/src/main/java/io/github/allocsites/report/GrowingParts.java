// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of all sites, such that none ever shrinks. In a snapshot they do: the more stacks are seen of a site, the
 * less of it is the first one's, and who subtracts two snapshots finds less than nothing.
 *
 * <pre>
 *   what came since the last snapshot --+--> parts that have less than their share of now, and none more than that
 *   of a site, exact                    |
 *                                       +--> (overflow), what came to parts that had no room among the most allowed
 * </pre>
 *
 * A part that was let in stays. At each snapshot at most half of the room left is given away, to the largest, so that
 * later ones find some, too. Begins anew with each epoch. Thread-safe.
 */
final class GrowingParts {
    private static final Comparator<Part> LARGEST_FIRST =
            Comparator.comparingLong(Part::bytes).reversed();

    private final int most;
    private final Map<String, Map<List<Frame>, Part>> sites = new LinkedHashMap<>();
    private final List<Part> waiting = new ArrayList<>();
    private Instant since;
    private int admitted;

    /** How many parts there are at most, the overflow included. */
    GrowingParts(int most) {
        this.most = most;
    }

    /** What one part has of its site so far. */
    private static final class Part {
        private CallSite latest;
        private long share;
        private long shareBytes;
        private long count;
        private long bytes;

        /** What of it stands in the overflow for good. */
        private long hiddenCount;

        private long hiddenBytes;
        private boolean isAdmitted;

        long bytes() {
            return bytes;
        }

        CallSite callSite() {
            return new CallSite(
                    latest.site(),
                    latest.frames(),
                    latest.application(),
                    count - hiddenCount,
                    bytes - hiddenBytes,
                    latest.estimated(),
                    latest.samples());
        }
    }

    /** The parts of now, given a snapshot's. */
    synchronized List<CallSite> update(Snapshot snapshot) {
        if (since != null && snapshot.since() != null && snapshot.since().isBefore(since)) {
            return snapshot.callSites(); // read before a reset that another reader has seen already
        }
        if (snapshot.since() == null || !snapshot.since().equals(since)) {
            sites.clear();
            waiting.clear();
            admitted = 0;
            since = snapshot.since();
        }
        bySite(snapshot).forEach(this::grow);
        admit();
        return callSites();
    }

    /** Stacks of a site may differ in what is not kept, and look alike. */
    private static Map<String, Map<List<Frame>, CallSite>> bySite(Snapshot snapshot) {
        Map<String, Map<List<Frame>, CallSite>> bySite = new LinkedHashMap<>();
        for (CallSite callSite : snapshot.callSites()) {
            bySite.computeIfAbsent(callSite.site().id(), id -> new LinkedHashMap<>())
                    .merge(callSite.frames(), callSite, CallSite::plus);
        }
        return bySite;
    }

    private void grow(String id, Map<List<Frame>, CallSite> callSites) {
        Map<List<Frame>, Part> all = sites.computeIfAbsent(id, each -> new LinkedHashMap<>());
        List<Part> parts = new ArrayList<>(callSites.size());
        callSites.forEach((frames, callSite) -> {
            Part part = all.computeIfAbsent(frames, each -> newPart());
            part.latest = callSite;
            part.share = callSite.count();
            part.shareBytes = callSite.bytes();
            parts.add(part);
        });
        grow(all.values(), parts);
    }

    private Part newPart() {
        Part part = new Part();
        waiting.add(part);
        return part;
    }

    /** Gives what is new of a site to those of its parts that have less than their share. */
    private static void grow(Iterable<Part> all, List<Part> parts) {
        long newCount = 0;
        long newBytes = 0;
        for (Part part : parts) {
            newCount += part.share;
            newBytes += part.shareBytes;
        }
        for (Part part : all) {
            newCount -= part.count;
            newBytes -= part.bytes;
        }
        long[] lacking = new long[parts.size()];
        long[] lackingBytes = new long[parts.size()];
        for (int i = 0; i < lacking.length; i++) {
            lacking[i] = Math.max(0, parts.get(i).share - parts.get(i).count);
            lackingBytes[i] = Math.max(0, parts.get(i).shareBytes - parts.get(i).bytes);
        }
        long[] counts = divide(newCount, lacking);
        long[] bytes = divide(newBytes, lackingBytes);
        for (int i = 0; i < lacking.length; i++) {
            parts.get(i).count += counts[i];
            parts.get(i).bytes += bytes[i];
        }
    }

    /** Divides a number, not above the sum of what is lacking, so that nobody gets more than it lacks. */
    private static long[] divide(long whole, long[] lacking) {
        long sum = 0;
        for (long each : lacking) {
            sum += each;
        }
        long[] given = new long[lacking.length];
        long left = Math.max(0, whole);
        double part = sum == 0 ? 0 : Math.min(1, (double) left / sum);
        for (int i = 0; i < given.length; i++) {
            given[i] = Math.min(left, Math.min(lacking[i], (long) (lacking[i] * part)));
            left -= given[i];
        }
        for (int i = 0; i < given.length && left > 0; i++) { // what rounding left over
            long more = Math.min(left, lacking[i] - given[i]);
            given[i] += more;
            left -= more;
        }
        return given;
    }

    private void admit() {
        waiting.sort(LARGEST_FIRST);
        int room = most - 1 - admitted;
        int now = waiting.size() <= room / 2 ? waiting.size() : room / 2;
        for (Part part : waiting.subList(0, now)) {
            part.isAdmitted = true;
        }
        waiting.subList(0, now).clear();
        admitted += now;
        for (Part part : waiting) {
            part.hiddenCount = part.count;
            part.hiddenBytes = part.bytes;
        }
    }

    private List<CallSite> callSites() {
        List<CallSite> callSites = new ArrayList<>();
        long count = 0;
        long bytes = 0;
        for (Map<List<Frame>, Part> parts : sites.values()) {
            for (Part part : parts.values()) {
                count += part.hiddenCount;
                bytes += part.hiddenBytes;
                if (part.isAdmitted) {
                    callSites.add(part.callSite());
                }
            }
        }
        if (count > 0 || bytes > 0) {
            callSites.add(StackTotal.overflow(count, bytes));
        }
        return callSites;
    }
}
