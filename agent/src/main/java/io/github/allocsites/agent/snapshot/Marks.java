// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Beginnings that somebody asked to keep, by id. The oldest makes room for a new one: nobody takes marks away, so that
 * otherwise a script that sets one a day would be refused some day.
 *
 * <p>Used under its owner's lock.
 */
final class Marks {
    static final int MOST = 16;

    private final Map<String, Beginning> marks = new LinkedHashMap<>();

    /** Ids are drawn, not numbered: one of an earlier process must not be found in this one. */
    String add(Beginning beginning) {
        String id;
        do {
            id = Integer.toHexString(ThreadLocalRandom.current().nextInt() | Integer.MIN_VALUE);
        } while (marks.containsKey(id));
        if (marks.size() == MOST) {
            marks.remove(marks.keySet().iterator().next());
        }
        marks.put(id, beginning);
        return id;
    }

    /** Null when there is none of this id. */
    Beginning get(String id) {
        return marks.get(id);
    }

    /** Oldest first. */
    List<String> ids() {
        return List.copyOf(marks.keySet());
    }

    /** The call-site table is empty: what its stacks stood for is of no use any more. */
    void forgetWeights() {
        marks.replaceAll((id, beginning) -> beginning.withoutWeights());
    }

    long heapBytes() {
        long bytes = 0;
        for (Beginning beginning : marks.values()) {
            bytes += beginning.heapBytes();
        }
        return bytes;
    }
}
