// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Bounds;
import org.junit.jupiter.api.Test;

final class GivenUpTests {
    @Test
    void shouldSayNothingWhenNothingWasGivenUp() {
        assertThat(GivenUp.text(new Bounds(64 << 20, 65_536, 65_536, false, false, false, false)))
                .isNull();
    }

    @Test
    void shouldNameThePropertyAndEachLoss() {
        assertThat(GivenUp.text(new Bounds(1 << 20, 65_536, 2_048, true, true, true, true)))
                .isEqualTo("the system refused memory for the call-site table: rows have no stacks, or not all"
                        + " of theirs; "
                        + "allocsites.memory.max=1024KB has room for 2048 of the 65536 table buckets asked for; "
                        + "the system refused memory for arenas: all threads share one, which is slower and still"
                        + " exact; "
                        + "allocsites.memory.max=1024KB is in use: further threads share one arena, which is slower"
                        + " and still exact; "
                        + "allocsites.memory.max=1024KB has room for no more probes: classes loaded from now on are"
                        + " not counted");
    }
}
