// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How seldom probes come to counters of their own. Who measures a thread ends that, so this has a JVM of its own. */
final class SeldomProbesIT {
    private static final int OBJECT_BYTES = 104;
    private static final int MOST = (int) SeldomCounters.MOST_EVENTS;

    private final Thread self = Thread.currentThread();

    /** Must be initialised, so that its size can be asked for at the first event. */
    private static final class Held {}

    @BeforeEach
    void size() {
        Recording.sizer(object -> OBJECT_BYTES);
        assertThat(new Held()).isNotNull();
    }

    @Test
    void shouldGiveAProbeCountersWhenItIsNoLongerSeldom() {
        int probe = FreshProbes.object();
        for (int event = 1; event <= 3 * MOST; event++) {
            Hook.object(self, Held.class, probe);
            assertThat(Recording.COUNTERS.offset(probe) == 0).isEqualTo(event <= MOST);
            assertThat(Hook.offset(probe)).isEqualTo(Recording.COUNTERS.offset(probe));
            ProbeTotals totals = Recording.totals();
            assertThat(totals.count(probe)).isEqualTo(event);
            assertThat(totals.bytes(probe)).isEqualTo((long) event * OBJECT_BYTES);
        }
    }

    @Test
    void shouldCountArraysOfAnyLengthOnBothSides() {
        int probe = FreshProbes.varying();
        long bytes = 0;
        for (int length = 0; length < 3 * MOST; length++) {
            Hook.array1(self, length, probe);
            bytes += Hook.arrayBytes(length, 1);
        }
        assertThat(Recording.totals().count(probe)).isEqualTo(3 * MOST);
        assertThat(Recording.totals().bytes(probe)).isEqualTo(bytes);
        assertThat(Recording.COUNTERS.offset(probe)).isPositive();
    }

    @Test
    void shouldStayExactWhenThreadsMakeAProbeFrequentAtOnce() throws InterruptedException {
        int threads = 4;
        int probes = 500;
        int events = 100;
        int[] objects = new int[probes];
        int[] arrays = new int[probes];
        for (int i = 0; i < probes; i++) {
            objects[i] = FreshProbes.object();
            arrays[i] = FreshProbes.varying();
        }
        Together.run(threads, thread -> {
            for (int i = 0; i < probes; i++) {
                for (int event = 0; event < events; event++) {
                    Hook.object(Thread.currentThread(), Held.class, objects[i]);
                    Hook.array1(Thread.currentThread(), 8, arrays[i]);
                }
            }
        });
        ProbeTotals totals = Recording.totals();
        for (int i = 0; i < probes; i++) {
            assertThat(totals.count(objects[i])).isEqualTo(threads * events);
            assertThat(totals.bytes(objects[i])).isEqualTo((long) threads * events * OBJECT_BYTES);
            assertThat(totals.count(arrays[i])).isEqualTo(threads * events);
            assertThat(totals.bytes(arrays[i])).isEqualTo(threads * events * Hook.arrayBytes(8, 1));
        }
    }

    /** A class is uninitialised at its first allocation, and stays so as long as its initialiser runs. */
    @Test
    void shouldAddTheBytesOfObjectsMadeWhileTheirClassIsInitialised() {
        int probe = FreshProbes.object();
        Hook.object(self, Late.class, probe); // as before "new"
        assertThat(Recording.COUNTERS.isSized(probe)).isFalse();
        assertThat(Recording.totals().count(probe)).isEqualTo(1);
        assertThat(new Late()).isNotNull();
        assertThat(Recording.totals().bytes(probe)).isEqualTo(OBJECT_BYTES);
        Hook.object(self, Late.class, probe);
        assertThat(Recording.totals().bytes(probe)).isEqualTo(2 * OBJECT_BYTES);
    }

    private static final class Late {
        static final Object MADE = new Object();
    }

    @Test
    void shouldTakeNoPageOfAThreadForSeldomProbes() {
        Hook.object(self, Held.class, FreshProbes.object());
        int pages = Recording.SLAB.pagesInUse() - Recording.SELDOM.pages();
        for (int i = 0; i < 10 * PageLayout.COUNTERS_PER_PAGE; i++) {
            Hook.object(self, Held.class, FreshProbes.object());
        }
        assertThat(Recording.SLAB.pagesInUse() - Recording.SELDOM.pages()).isEqualTo(pages);
    }
}
