// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Probe.ProbeMethod;
import org.junit.jupiter.api.Test;

/** No probe is left for a type: it uses all of a process's probes up, so it runs in a JVM of its own. */
final class TypedProbesExhaustionIT {
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");
    private static final int THREAD_BYTES = 104;

    @Test
    void shouldCountAtThePlaceWhenThereAreNoProbesLeft() throws Exception {
        assertThat(OtherJvm.run(TypedProbesExhaustionIT.class)).contains("all counted");
    }

    public static void main(String[] arguments) throws InterruptedException {
        Recording.sizer(object -> THREAD_BYTES);
        Recording.typedNames(new PlainNames());
        int place = FreshProbes.varying();
        int other = FreshProbes.varying();
        while (Recording.PROBES.count() < Recording.COUNTERS.limit() - 1) {
            Recording.addProbe(new Probe(0, METHOD, 1, "com.acme.B", 16));
        }
        Hook.instance(Thread.currentThread(), Object.class, place); // takes the last
        Together.run(4, thread -> {
            for (int event = 0; event < 1_000; event++) {
                Hook.instance(Thread.currentThread(), Thread.class, place);
                Hook.typedArray(Thread.currentThread(), int[].class, 7, place);
                Hook.typedArray(Thread.currentThread(), int[].class, 7, other);
            }
        });
        int last = Recording.TYPED.find(place, Object.class).child();
        assertThat(last).isEqualTo(Recording.COUNTERS.limit() - 1);
        FreshProbes.assertTotals(place, 8_000, 4_000L * THREAD_BYTES + 4_000 * Hook.arrayBytes(7, 4));
        FreshProbes.assertTotals(other, 4_000, 4_000 * Hook.arrayBytes(7, 4));
        assertThat(Recording.totals().count(last)).isEqualTo(1);
        assertThat(Recording.strayEvents()).isZero();
        System.out.println("all counted");
    }
}
