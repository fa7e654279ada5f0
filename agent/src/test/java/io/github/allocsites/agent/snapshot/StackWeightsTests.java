// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.TableSnapshot;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StackWeightsTests {
    private static final List<Long> ONE = List.of(1L);
    private static final List<Long> TWO = List.of(2L, 1L);
    private static final List<Long> NONE = List.of();

    private static TableSnapshot table(CallSite... callSites) {
        return table(List.of(callSites), List.of());
    }

    private static TableSnapshot table(List<CallSite> callSites, List<CallSite> dropped) {
        return new TableSnapshot(64, callSites.size(), 0, 6144, callSites, dropped);
    }

    private static CallSite site(int probe, List<Long> frames, long count) {
        return new CallSite(probe, frames, count, 10 * count, count);
    }

    private static List<Part> divide(TableSnapshot table, long count) {
        List<Part> parts = new ArrayList<>();
        new StackParts(table, false).divide(5, count, 10 * count, 0, 0, parts::add);
        return parts;
    }

    @Test
    void shouldLeaveATableThatWasEmptyBefore() {
        TableSnapshot now = table(site(5, ONE, 3));
        assertThat(StackWeights.NONE.takenFrom(now, false)).isSameAs(now);
        assertThat(StackWeights.of(table()).takenFrom(now, false)).isEqualTo(now);
    }

    @Test
    void shouldTakeWhatEachStackStoodFor() {
        StackWeights before = StackWeights.of(table(site(5, ONE, 3), site(6, ONE, 40)));
        TableSnapshot now = table(site(5, ONE, 4), site(5, TWO, 2), site(6, ONE, 41));
        assertThat(before.takenFrom(now, false)).isEqualTo(table(site(5, ONE, 1), site(5, TWO, 2), site(6, ONE, 1)));
    }

    @Test
    void shouldTakeWhatFoundNoBucketToo() {
        StackWeights before = StackWeights.of(table(List.of(site(5, ONE, 3)), List.of(site(5, NONE, 7))));
        TableSnapshot now = table(List.of(site(5, ONE, 4)), List.of(site(5, NONE, 9)));
        assertThat(before.takenFrom(now, false)).isEqualTo(table(List.of(site(5, ONE, 1)), List.of(site(5, NONE, 2))));
    }

    @Test
    void shouldDivideByWhatWasKnownWhereNoStackCame() {
        TableSnapshot now = table(site(5, ONE, 3), site(5, TWO, 1));
        TableSnapshot since = StackWeights.of(now).takenFrom(now, false);
        assertThat(since).isEqualTo(now);
        assertThat(divide(since, 8)).containsExactly(new Part(ONE, 6, 60, true, 3), new Part(TWO, 2, 20, true, 1));
        TableSnapshot single = table(site(5, ONE, 1));
        assertThat(divide(StackWeights.of(single).takenFrom(single, false), 1_000))
                .containsExactly(new Part(ONE, 1_000, 10_000, false, 1));
    }

    @Test
    void shouldStayAnEstimateWhereTheProbeIsKnownToHaveOtherStacks() {
        StackWeights before = StackWeights.of(table(site(5, ONE, 3), site(5, TWO, 1)));
        TableSnapshot now = table(site(5, ONE, 3), site(5, TWO, 2));
        assertThat(divide(before.takenFrom(now, false), 100)).containsExactly(new Part(TWO, 100, 1_000, true, 1));
    }

    @Test
    void shouldDivideNothingByWhatWasKnownWhereEveryEventHasItsStack() {
        TableSnapshot now = table(site(5, ONE, 3));
        TableSnapshot since = StackWeights.of(now).takenFrom(now, true);
        assertThat(since).isEqualTo(table(site(5, ONE, 0)));
        List<Part> parts = new ArrayList<>();
        new StackParts(since, true).divide(5, 2, 20, 0, 0, parts::add);
        assertThat(parts).containsExactly(new Part(NONE, 2, 20, false, 0));
    }

    /** Many stacks, so that cells collide; the difference is computed by a map beside it. */
    @Test
    void shouldTellManyStacksApart() {
        Random random = new Random(3);
        Map<List<Long>, Long> before = new HashMap<>();
        List<CallSite> earlier = new ArrayList<>();
        List<CallSite> later = new ArrayList<>();
        for (long number = 0; number < 5_000; number++) {
            List<Long> frames = List.of(number % 71, number);
            long count = random.nextInt(1, 100);
            if (random.nextBoolean()) {
                before.put(frames, count);
                earlier.add(site(5, frames, count));
            }
            later.add(site(5, frames, count + random.nextInt(1, 50)));
        }
        TableSnapshot since = StackWeights.of(table(earlier, List.of())).takenFrom(table(later, List.of()), false);
        for (int number = 0; number < later.size(); number++) {
            CallSite now = later.get(number);
            assertThat(since.callSites().get(number))
                    .isEqualTo(site(5, now.frames(), now.count() - before.getOrDefault(now.frames(), 0L)));
        }
    }
}
