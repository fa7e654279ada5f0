// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.TableSnapshot;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StackPartsTests {
    private static final List<Long> ONE = List.of(1L);
    private static final List<Long> TWO = List.of(2L);
    private static final List<Long> NONE = List.of();

    private static List<Part> divide(boolean everyStack, long count, long bytes, long countBefore, CallSite... stacks) {
        return divide(everyStack, count, bytes, countBefore, List.of(stacks), List.of());
    }

    private static List<Part> divide(
            boolean everyStack,
            long count,
            long bytes,
            long countBefore,
            List<CallSite> stacks,
            List<CallSite> dropped) {
        TableSnapshot table = new TableSnapshot(64, stacks.size(), 0, 6144, stacks, dropped);
        List<Part> parts = new ArrayList<>();
        new StackParts(table, everyStack).divide(5, count, bytes, countBefore, 10 * countBefore, parts::add);
        return parts;
    }

    @Test
    void shouldGiveAllToTheOnlyStack() {
        assertThat(divide(false, 1000, 10_000, 0, new CallSite(5, ONE, 1, 10, 1)))
                .containsExactly(new Part(ONE, 1000, 10_000, false, 1));
    }

    @Test
    void shouldDivideCountAndBytesByWeightsOfTheirOwn() {
        CallSite many = new CallSite(5, ONE, 300, 3_000, 3);
        CallSite large = new CallSite(5, TWO, 100, 97_000, 1);
        assertThat(divide(false, 4_000, 1_000_000, 0, many, large))
                .containsExactly(new Part(ONE, 3_000, 30_000, true, 3), new Part(TWO, 1_000, 970_000, true, 1));
    }

    @Test
    void shouldKeepApartWhatCameBeforeStacks() {
        assertThat(divide(false, 1000, 10_000, 400, new CallSite(5, ONE, 1, 10, 1)))
                .containsExactly(new Part(NONE, 400, 4_000, false, 0), new Part(ONE, 600, 6_000, false, 1));
    }

    @Test
    void shouldHaveNoStackWhereNoneWasCaptured() {
        assertThat(divide(false, 1000, 10_000, 0, new CallSite(6, ONE, 1, 10, 1)))
                .containsExactly(new Part(NONE, 1000, 10_000, false, 0));
    }

    @Test
    void shouldDivideNothingWhereEveryEventHasItsStack() {
        CallSite one = new CallSite(5, ONE, 300, 3_000, 300);
        CallSite two = new CallSite(5, TWO, 100, 97_000, 100);
        assertThat(divide(true, 500, 110_000, 0, one, two))
                .containsExactly(
                        new Part(ONE, 300, 3_000, false, 0),
                        new Part(TWO, 100, 97_000, false, 0),
                        new Part(NONE, 100, 10_000, false, 0));
    }

    @Test
    void shouldLeaveToNoStackWhatFoundNoBucket() {
        CallSite kept = new CallSite(5, ONE, 300, 3_000, 3);
        CallSite dropped = new CallSite(5, NONE, 100, 1_000, 1);
        assertThat(divide(false, 4_000, 40_000, 0, List.of(kept), List.of(dropped)))
                .containsExactly(new Part(ONE, 3_000, 30_000, true, 3), new Part(NONE, 1_000, 10_000, true, 1));
    }

    @Test
    void shouldHaveNoStackWhereAllFoundNoBucket() {
        CallSite dropped = new CallSite(5, NONE, 100, 1_000, 1);
        assertThat(divide(false, 4_000, 40_000, 0, List.of(), List.of(dropped)))
                .containsExactly(new Part(NONE, 4_000, 40_000, false, 1));
    }
}
