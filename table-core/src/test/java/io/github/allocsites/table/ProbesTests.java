// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Probe.ProbeMethod;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ProbesTests {
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");

    @Test
    void shouldNumberProbesFromZeroOn() {
        Probes probes = new Probes(5_000);
        for (int number = 0; number < 5_000; number++) {
            assertThat(probes.add(probe(number, number))).isEqualTo(number);
            assertThat(probes.count()).isEqualTo(number + 1);
        }
        for (int number = 0; number < 5_000; number++) {
            assertThat(probes.get(number)).isEqualTo(probe(number, number));
        }
    }

    @Test
    void shouldRefuseProbesBeyondItsLimit() {
        Probes probes = new Probes(1_025);
        for (int number = 0; number < 1_025; number++) {
            assertThat(probes.add(probe(number, 16))).isEqualTo(number);
        }
        assertThat(probes.add(probe(1_025, 16))).isEqualTo(-1);
        assertThat(probes.count()).isEqualTo(1_025);
        assertThat(probes.get(1_024)).isEqualTo(probe(1_024, 16));
    }

    @Test
    void shouldGiveEachProbeItsOwnNumberWhenThreadsRace() throws InterruptedException {
        int each = 5_000;
        Probes probes = new Probes(4 * each);
        AtomicInteger adding = new AtomicInteger(4);
        BitSet numbers = new BitSet();
        Together.run(5, thread -> {
            if (thread == 4) {
                while (adding.get() > 0) {
                    assertAllThere(probes);
                }
                return;
            }
            try {
                for (int i = 0; i < each; i++) {
                    long id = (long) thread * each + i;
                    int number = probes.add(probe(id, 16));
                    assertThat(probes.get(number).id()).isEqualTo(id);
                    synchronized (numbers) {
                        assertThat(numbers.get(number)).isFalse();
                        numbers.set(number);
                    }
                }
            } finally {
                adding.decrementAndGet();
            }
        });
        assertThat(numbers.cardinality()).isEqualTo(4 * each);
        assertThat(numbers.length()).isEqualTo(4 * each);
        assertThat(probes.add(probe(0, 16))).isEqualTo(-1);
    }

    /** Each number is somebody's, nobody's probe is lost, and who came too late is told so. */
    @Test
    void shouldHandOutTheLastNumbersOnceWhenThreadsRaceForThem() throws InterruptedException {
        for (int round = 0; round < 1_000; round++) {
            Probes probes = new Probes(5);
            AtomicInteger refused = new AtomicInteger();
            Together.run(4, thread -> {
                for (int i = 0; i < 2; i++) {
                    Probe probe = probe(10L * thread + i, 16);
                    int number = probes.add(probe);
                    assertThat(number).isLessThan(probes.count());
                    if (number < 0) {
                        refused.incrementAndGet();
                    } else {
                        assertThat(probes.get(number)).isSameAs(probe);
                    }
                }
            });
            assertThat(refused).hasValue(3);
            assertThat(probes.count()).isEqualTo(5);
        }
    }

    /** Whoever is interrupted between placing a probe and counting it must not undo what others counted since. */
    @Test
    void shouldNeverShowFewerProbesNorOneThatIsNotThere() throws InterruptedException {
        int each = 100_000;
        Probes probes = new Probes(3 * each);
        AtomicInteger adding = new AtomicInteger(3);
        Probe probe = probe(1, 16);
        Together.run(4, thread -> {
            if (thread == 3) {
                watch(probes, adding);
                return;
            }
            try {
                for (int i = 0; i < each; i++) {
                    int number = probes.add(probe);
                    assertThat(number < probes.count()).isTrue();
                }
            } finally {
                adding.decrementAndGet();
            }
        });
        assertThat(probes.count()).isEqualTo(3 * each);
    }

    private static void watch(Probes probes, AtomicInteger adding) {
        int before = 0;
        while (adding.get() > 0) {
            int count = probes.count();
            if (count < before || count > 0 && probes.get(count - 1) == null) {
                throw new AssertionError(count + " probes after " + before);
            }
            before = count;
        }
    }

    /** A reader that has seen the number of probes sees the probes. */
    private static void assertAllThere(Probes probes) {
        int count = probes.count();
        for (int number = Math.max(0, count - 100); number < count; number++) {
            assertThat(probes.get(number)).isNotNull();
        }
    }

    private static Probe probe(long id, int sizeBytes) {
        return new Probe(id, METHOD, 1, "com.acme.B", sizeBytes);
    }
}
