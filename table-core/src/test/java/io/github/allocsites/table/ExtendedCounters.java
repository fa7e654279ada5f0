// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/** Counters with room for every probe there can be. */
final class ExtendedCounters {
    private ExtendedCounters() {}

    static ProbeCounters of(int probes) {
        ProbeCounters counters = new ProbeCounters(probes);
        for (int probe = 0; probe < probes; probe++) {
            if (!counters.extend(probe)) {
                throw new OutOfMemoryError("no room for probe " + probe);
            }
        }
        return counters;
    }
}
