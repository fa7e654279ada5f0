// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What one would write without off-heap memory: a map of the JDK's from call sites to adders. */
final class Rival {
    private final ConcurrentMap<Key, Counts> counts = new ConcurrentHashMap<>();

    private record Key(int probe, long[] frames) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.probe == probe && Arrays.equals(key.frames, frames);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(frames) + probe;
        }
    }

    private record Counts(LongAdder events, LongAdder bytes) {
        Counts() {
            this(new LongAdder(), new LongAdder());
        }
    }

    /** A call site that is known copies nothing. */
    void record(int probe, long[] frames, long events, long bytes) {
        Counts known = counts.get(new Key(probe, frames));
        if (known == null) {
            known = counts.computeIfAbsent(new Key(probe, frames.clone()), key -> new Counts());
        }
        known.events.add(events);
        known.bytes.add(bytes);
    }

    /** Events of a call site. */
    long events(int probe, long... frames) {
        Counts known = counts.get(new Key(probe, frames));
        return known == null ? 0 : known.events.sum();
    }
}
