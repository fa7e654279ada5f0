// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With figures that are known beforehand. */
final class DemoComparisonTests {
    private static final Contender OTHER = new Contender("other", List.of());
    private static final Contender BROKEN = new Contender("broken", List.of());

    private final List<String> order = new ArrayList<>();

    private Map<String, Double> figures(Contender contender) {
        order.add(contender.name());
        return contender == BROKEN ? null : Map.of("CPU, s", contender == OTHER ? 3.0 : 2.0);
    }

    private String text(Contender... contenders) throws Exception {
        StringBuilder text = new StringBuilder();
        new DemoComparison("Title", Contender.NONE, List.of(contenders), 3, DemoComparison.inTurn(this::figures))
                .writeTo(text);
        return text.toString();
    }

    @Test
    void shouldSetEachContenderBesideARunWithoutAnAgent() throws Exception {
        assertThat(text(OTHER))
                .contains("| contender | CPU, s |")
                .contains("| no agent | 2.00 |")
                .contains("| other | 3.00, 1.500 (1.50-1.50) |");
        assertThat(order).containsExactly("no agent", "other", "no agent", "other", "no agent", "other");
    }

    @Test
    void shouldSayWhatDoesNotRun() throws Exception {
        assertThat(text(OTHER, BROKEN)).contains("| broken | does not run |");
        assertThat(text(BROKEN)).contains("Nothing runs.");
    }
}
