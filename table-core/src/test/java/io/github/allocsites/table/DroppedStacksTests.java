// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DroppedStacksTests {
    private static final int PROBES = 2_000;

    private final DroppedStacks dropped = new DroppedStacks();

    @Test
    void shouldKeepEachProbeApart() {
        dropped.add(0, 1, 16);
        dropped.add(7, 2, 48);
        dropped.add(0, 3, 32);
        assertThat(dropped.callSites())
                .containsExactlyInAnyOrder(new CallSite(0, List.of(), 4, 48, 2), new CallSite(7, List.of(), 2, 48, 1));
    }

    @Test
    void shouldAgreeWithAPlainArrayUnderRacingThreads() throws InterruptedException {
        long[][] made = new long[4][PROBES];
        Together.run(made.length, thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            for (int event = 0; event < 200_000; event++) {
                int probe = random.nextInt(PROBES);
                dropped.add(probe, 1, probe);
                made[thread][probe]++;
            }
        });
        List<CallSite> callSites = dropped.callSites();
        assertThat(callSites).hasSize(PROBES);
        for (CallSite site : callSites) {
            long events = made[0][site.probe()] + made[1][site.probe()] + made[2][site.probe()] + made[3][site.probe()];
            assertThat(site).isEqualTo(new CallSite(site.probe(), List.of(), events, events * site.probe(), events));
        }
    }

    /** Detail is lost then, and nothing else. */
    @Test
    void shouldStayWithinItsBoundsWhenThereAreMoreProbesThanCells() {
        for (int probe = 0; probe < 100_000; probe++) {
            dropped.add(probe, 1, 16);
        }
        assertThat(dropped.callSites()).hasSizeBetween(4_000, 4_096).allMatch(site -> site.count() == 1);
    }
}
