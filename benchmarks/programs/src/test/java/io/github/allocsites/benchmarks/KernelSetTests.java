// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.benchmarks.KernelRun.Took;
import io.github.allocsites.benchmarks.KernelSet.Pair;
import io.github.allocsites.benchmarks.KernelSet.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelSetTests {
    private static final Contender OTHER = new Contender("other", List.of("-Dother=true"));
    private static final Contender BROKEN = new Contender("broken", List.of("-XX:+NoSuchFlag"));

    @Test
    void shouldHoldAllThatRunAgainstTheMeanOfTwoWithoutAnAgent() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("java.class.path");
        Map<Contender, Pair> pairs;
        try (KernelSet set = KernelSet.start(java, classPath, List.of(OTHER, BROKEN), new Work("arrays", 1, 1))) {
            pairs = set.measure();
        }

        assertThat(pairs).containsOnlyKeys(Contender.NONE, KernelSet.AGAIN, OTHER);
        Took one = pairs.get(Contender.NONE).with();
        Took another = pairs.get(KernelSet.AGAIN).with();
        assertThat(pairs.get(OTHER).without()).isEqualTo(one.plus(another).half());
        assertThat(pairs.get(OTHER).ratio(Took::wall))
                .isEqualTo(pairs.get(OTHER).with().wall()
                        / one.plus(another).half().wall());
        assertThat(pairs.get(OTHER).allWith().cpu())
                .isGreaterThan(pairs.get(OTHER).with().cpu());
    }
}
