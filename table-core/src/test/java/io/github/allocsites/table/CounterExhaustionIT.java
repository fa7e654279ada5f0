// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Probe.ProbeMethod;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More probes than an arena has counters. It uses the process's counters up, so it runs in a JVM of its own. */
final class CounterExhaustionIT {
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");
    private static final int PROBES = Recording.COUNTERS.limit();
    private static final int OBJECT_BYTES = 24;

    /** First events stand for themselves alone, those that are drawn for this many at least. */
    private static final int DRAWN_FROM = 256;

    @Test
    void shouldStayExactWhenThereAreMoreProbesThanCounters() throws InterruptedException {
        Recording.SELDOM.close(); // or few of them would ever get counters
        Recording.sizer(object -> OBJECT_BYTES);
        int[] captures = new int[PROBES];
        Recording.capture((probe, events, bytes) -> captures[probe] += events < DRAWN_FROM ? 1 : 0);
        int probes = 0;
        for (int half : new int[] {PageLayout.OFFSET_LIMIT / (2 * PageLayout.COUNTER_BYTES), PROBES}) {
            while (probes < half) {
                assertThat(add(probes)).isEqualTo(probes);
                probes++;
            }
            countOnThreads(probes);
        }
        assertThat(add(probes)).isEqualTo(-1);
        assertThat(Recording.strayEvents()).isZero();
        assertTotals();
        for (int probe = 0; probe < PROBES; probe++) {
            assertThat(captures[probe]).isBetween(0, Recording.COUNTERS.offset(probe) == 0 ? 0 : 1);
        }
        assertThat(IntStream.of(captures).sum()).isEqualTo(FirstStacks.BETWEEN_DRAINS);
        Recording.drain();
        assertTotals();
    }

    private static int add(int number) {
        int size = number % 8 == 0 ? Probe.SIZE_UNKNOWN : Probe.SIZE_VARIES;
        return Recording.addProbe(new Probe(number, METHOD, 1, "com.acme.B", size));
    }

    /** Three threads, each one event at every probe, and one that is still attaching. */
    private static void countOnThreads(int probes) throws InterruptedException {
        Together.run(4, thread -> {
            Thread carrier = thread == 0 ? CraftedThreads.withId(0) : Thread.currentThread();
            for (int probe = 0; probe < probes; probe++) {
                if (probe % 8 == 0) {
                    Hook.object(carrier, CounterExhaustionIT.class, probe);
                } else {
                    Hook.array1(carrier, probe % 100, probe);
                }
            }
        });
    }

    private static void assertTotals() {
        ProbeTotals totals = Recording.totals();
        int first = PageLayout.OFFSET_LIMIT / (2 * PageLayout.COUNTER_BYTES);
        for (int probe = 0; probe < PROBES; probe++) {
            long events = probe < first ? 8 : 4;
            long each = probe % 8 == 0 ? OBJECT_BYTES : Hook.arrayBytes(probe % 100, 1);
            if (totals.count(probe) != events || totals.bytes(probe) != events * each) {
                throw new AssertionError("probe " + probe + ": " + totals.count(probe) + " events and "
                        + totals.bytes(probe) + " bytes instead of " + events + " and " + events * each);
            }
        }
    }
}
