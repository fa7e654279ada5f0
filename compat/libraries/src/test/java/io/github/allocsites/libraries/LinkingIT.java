// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the agent each class must link as it does without, and fail as it does without. */
final class LinkingIT {
    private static final int INSTRUMENTED_AT_LEAST = 15_000;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldInstrumentEveryClassSoThatItLinksAsBefore(Jdk jdk) throws Exception {
        List<Library> libraries = Libraries.all();
        LinkingRun without = LinkingRun.without(jdk, libraries);
        LinkingRun with = LinkingRun.withAgent(jdk, libraries);
        List<Tally> tallies = Tally.of(libraries, without, with);
        print(jdk, tallies, with);

        assertThat(without.err()).isEmpty();
        assertThat(with.err()).isEmpty();
        assertThat(tallies).allSatisfy(tally -> assertThat(tally.wrong()).isEmpty());
        assertThat(tallies).allSatisfy(tally -> assertThat(tally.instrumented()).isPositive());
        assertThat(tallies.stream().mapToInt(Tally::instrumented).sum()).isGreaterThan(INSTRUMENTED_AT_LEAST);
    }

    private static void print(Jdk jdk, List<Tally> tallies, LinkingRun with) {
        System.out.println(jdk + ": " + tallies.stream().mapToInt(Tally::tried).sum() + " classes tried");
        System.out.println("| " + String.join(" | ", Tally.HEADER) + " |");
        tallies.forEach(tally -> System.out.println(tally.row()));
        tallies.forEach(tally -> System.out.println(tally.library() + " fails alike: " + tally.failures()));
        with.skipped().forEach(line -> System.out.println("left: " + line));
    }
}
