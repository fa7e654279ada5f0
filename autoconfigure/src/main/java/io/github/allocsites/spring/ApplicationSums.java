// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.github.allocsites.spring.SiteSeries.Key;
import io.github.allocsites.spring.SiteSeries.Sum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each of the application's frames has caused so far, by type. The shares of a site's stacks change as more of
 * them are seen, and a counter must not: what came since the last update is given to the frames by the shares of now,
 * and stays theirs.
 *
 * <pre>
 *   a site's events ---+--> before stacks were captured, or none captured yet: nobody's, the latter for the time being
 *                      +--> since the last update --by share--> (application's frame, type)
 *                                                          \--> no frame of the application's: nobody's
 * </pre>
 *
 * <p>Used by one thread at a time.
 */
final class ApplicationSums {
    private final SiteLabel label;
    private final Map<String, Given> givenBySite = new HashMap<>();
    private final Map<Key, Sum> sums = new HashMap<>();

    /** What of a site's events has been given away. */
    private static final class Given {
        private long count;
        private long bytes;
    }

    ApplicationSums(SiteLabel label) {
        this.label = label;
    }

    /** Takes the call sites of a snapshot, those of one site side by side. */
    Map<Key, Sum> update(List<CallSite> callSites) {
        int begin = 0;
        for (int end = 1; end <= callSites.size(); end++) {
            if (end == callSites.size()
                    || callSites.get(end).site() != callSites.get(begin).site()) {
                give(callSites.subList(begin, end));
                begin = end;
            }
        }
        return sums;
    }

    private void give(List<CallSite> parts) {
        long count = 0;
        long bytes = 0;
        for (CallSite part : parts) {
            if (isPlaced(part)) {
                count += part.count();
                bytes += part.bytes();
            }
        }
        if (count > 0) {
            Given given = givenBySite.computeIfAbsent(parts.get(0).site().id(), id -> new Given());
            if (count < given.count) { // with a stack at every event a reset begins anew
                given.count = 0;
                given.bytes = 0;
            }
            give(parts, given, count, bytes);
        }
    }

    private void give(List<CallSite> parts, Given given, long count, long bytes) {
        long newCount = count - given.count;
        long newBytes = Math.max(0, bytes - given.bytes);
        for (CallSite part : parts) {
            if (isPlaced(part)) {
                long events = share(newCount, part.count(), count);
                long eventBytes = share(newBytes, part.bytes(), bytes);
                given.count += events; // what rounding leaves over comes with the next update
                given.bytes += eventBytes;
                add(part, events, eventBytes);
            }
        }
    }

    private void add(CallSite part, long events, long eventBytes) {
        Frame frame = part.application();
        if (frame != null) {
            Key key = Key.of(frame, part.site().type(), label);
            sums.computeIfAbsent(key, each -> new Sum()).add(events, eventBytes);
        }
    }

    private static boolean isPlaced(CallSite part) {
        return part.application() != null || !part.frames().isEmpty();
    }

    private static long share(long whole, long weight, long weights) {
        return weight == weights ? whole : (long) (whole * ((double) weight / weights));
    }
}
