// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RivalTests {
    private final Rival rival = new Rival();

    @Test
    void shouldCountByProbeAndFrames() {
        rival.record(1, new long[] {1, 2}, 3, 24);
        rival.record(1, new long[] {1, 2}, 4, 24);
        rival.record(2, new long[] {1, 2}, 5, 24);

        assertThat(rival.events(1, 1, 2)).isEqualTo(7);
        assertThat(rival.events(2, 1, 2)).isEqualTo(5);
        assertThat(rival.events(1, 2, 1)).isZero();
    }

    @Test
    void shouldKeepItsOwnCopyOfTheFrames() {
        long[] frames = {1, 2};
        rival.record(1, frames, 1, 24);
        frames[0] = 9;

        assertThat(rival.events(1, 1, 2)).isEqualTo(1);
    }
}
