// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.spring.SiteSeries.Key;
import io.github.allocsites.spring.SiteSeries.Sum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The sites that have meters of their own: a bounded list of those with most bytes. It is sticky: who is in gives way
 * only to a site that is clearly larger, or two sites of like size would take turns and leave broken series behind.
 *
 * <p>Used by one thread at a time.
 */
final class TopSites {
    /** A newcomer must have more than this many times the bytes of the site it replaces. */
    static final double CLEARLY_LARGER = 1.2;

    private static final Comparator<Map.Entry<Key, Sum>> BY_BYTES =
            Comparator.comparingLong(entry -> entry.getValue().bytes());

    private final int limit;
    private final Map<Key, SiteSeries> admitted = new LinkedHashMap<>();

    TopSites(int limit) {
        this.limit = limit;
    }

    /** Takes the totals so far and returns the sites that have meters from now on, with their numbers. */
    Collection<SiteSeries> update(Map<Key, Sum> sums) {
        if (limit > 0) {
            admit(sums);
            admitted.forEach((key, series) -> series.update(sums.getOrDefault(key, new Sum())));
        }
        return List.copyOf(admitted.values());
    }

    private void admit(Map<Key, Sum> sums) {
        for (Map.Entry<Key, Sum> candidate : largest(sums)) {
            Key key = candidate.getKey();
            if (!admitted.containsKey(key) && hasRoomFor(candidate.getValue().bytes(), sums)) {
                admitted.put(key, new SiteSeries(key));
            }
        }
    }

    /** As many sites as the list holds, largest first. */
    private List<Map.Entry<Key, Sum>> largest(Map<Key, Sum> sums) {
        PriorityQueue<Map.Entry<Key, Sum>> largest = new PriorityQueue<>(limit + 1, BY_BYTES);
        for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
            largest.add(entry);
            if (largest.size() > limit) {
                largest.remove();
            }
        }
        List<Map.Entry<Key, Sum>> sorted = new ArrayList<>(largest);
        sorted.sort(BY_BYTES.reversed());
        return sorted;
    }

    /** Makes room by taking out the smallest site, if the newcomer is clearly larger. */
    private boolean hasRoomFor(long bytes, Map<Key, Sum> sums) {
        if (admitted.size() < limit) {
            return true;
        }
        Key smallest = null;
        long smallestBytes = Long.MAX_VALUE;
        for (Key key : admitted.keySet()) {
            long admittedBytes = sums.getOrDefault(key, new Sum()).bytes();
            if (admittedBytes < smallestBytes) {
                smallest = key;
                smallestBytes = admittedBytes;
            }
        }
        boolean isLarger = bytes > smallestBytes * CLEARLY_LARGER;
        if (isLarger) {
            admitted.remove(smallest);
        }
        return isLarger;
    }
}
