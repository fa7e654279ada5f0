// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Probe.ProbeMethod;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Probes nobody else counts at, because the recording of a process is one for all tests. */
final class FreshProbes {
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");
    private static final AtomicInteger IDS = new AtomicInteger();

    private FreshProbes() {}

    /** A probe of objects whose size the first event finds out. */
    static int object() {
        return add(Probe.SIZE_UNKNOWN);
    }

    /** A probe of arrays of constant length. */
    static int fixed(int sizeBytes) {
        return add(sizeBytes);
    }

    /** A probe of arrays of any length. */
    static int varying() {
        return add(Probe.SIZE_VARIES);
    }

    private static int add(int sizeBytes) {
        int number = Recording.addProbe(new Probe(IDS.incrementAndGet(), METHOD, 1, "com.acme.B", sizeBytes));
        assertThat(number).isNotNegative();
        return number;
    }

    static void assertTotals(int probe, long events, long bytes) {
        ProbeTotals totals = Recording.totals();
        assertThat(totals.count(probe)).isEqualTo(events);
        assertThat(totals.bytes(probe)).isEqualTo(bytes);
        assertTotalsInto(probe, events, bytes);
    }

    private static void assertTotalsInto(int probe, long events, long bytes) {
        long[] counts = new long[probe + 1];
        long[] sizes = new long[probe + 1];
        Arrays.fill(counts, -1);
        int probes = Recording.totals(new long[Recording.counters()], counts, sizes);
        assertThat(probes).isEqualTo(probe + 1);
        assertThat(counts[probe]).isEqualTo(events);
        assertThat(sizes[probe]).isEqualTo(bytes);
    }

    /** Runs on a thread that has no arena yet, and waits for its end. */
    static void onNewThread(Runnable work) throws InterruptedException {
        Together.run(1, thread -> work.run());
    }
}
