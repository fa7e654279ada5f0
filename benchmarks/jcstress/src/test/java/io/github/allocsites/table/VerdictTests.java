// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Verdict.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTests {
    private static final String SHIPPED = "io.github.allocsites.table.SlabStress.TakenAndGivenBack";
    private static final String WEAKENED = "io.github.allocsites.table.WeakenedSlab.TakenAndGivenBack";

    @Test
    void shouldPassWhenShippedEdgesHoldAndWeakenedOnesFail() {
        assertThat(problems(new Row(SHIPPED, 4, 0, 1000, 0, 0), new Row(WEAKENED, 4, 0, 1000, 0, 1)))
                .isEmpty();
    }

    @Test
    void shouldFailWhenAnOutcomeIsForbidden() {
        assertThat(problems(new Row(SHIPPED, 4, 0, 1_000_000, 1, 0), new Row(WEAKENED, 4, 0, 1000, 0, 1)))
                .containsExactly("SlabStress.TakenAndGivenBack: forbidden outcome");
    }

    @Test
    void shouldFailWhenAWeakenedEdgeNeverFails() {
        assertThat(problems(new Row(SHIPPED, 4, 0, 1000, 0, 0), new Row(WEAKENED, 4, 0, 1000, 0, 0)))
                .containsExactly("WeakenedSlab.TakenAndGivenBack: never showed its failure");
    }

    @Test
    void shouldFailWhenAJvmFailed() {
        assertThat(problems(new Row(SHIPPED, 4, 1, 1000, 0, 0), new Row(WEAKENED, 4, 0, 1000, 0, 1)))
                .containsExactly("SlabStress.TakenAndGivenBack: 1 of 4 JVMs failed");
    }

    @Test
    void shouldFailWhenATestHasNoSamples() {
        assertThat(problems(new Row(SHIPPED, 4, 0, 0, 0, 0), new Row(WEAKENED, 4, 0, 1000, 0, 1)))
                .containsExactly("SlabStress.TakenAndGivenBack: did not run");
    }

    @Test
    void shouldFailWhenATestIsMissing() {
        assertThat(problems(new Row(SHIPPED, 4, 0, 1000, 0, 0))).containsExactly(WEAKENED + ": is missing");
    }

    private static List<String> problems(Row... rows) {
        return new Verdict(List.of(rows)).problems(List.of(SHIPPED, WEAKENED));
    }

    @Test
    void shouldPrintShippedEdgesFirst() {
        Verdict verdict = new Verdict(List.of(new Row(WEAKENED, 4, 0, 2000, 0, 3), new Row(SHIPPED, 4, 0, 1000, 0, 0)));
        assertThat(verdict.table()).endsWith("""
                        | SlabStress.TakenAndGivenBack | 4 | 1,000 | 0 | - | ok |
                        | WeakenedSlab.TakenAndGivenBack | 4 | 2,000 | 0 | 3 | ok |
                        """);
    }
}
