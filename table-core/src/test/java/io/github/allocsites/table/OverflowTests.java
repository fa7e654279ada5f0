// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OverflowTests {
    private static final int LIMIT = Recording.SETTINGS.probeLimit();

    /** Nobody else's in this JVM: there are never so many. */
    private static final int LAST = LIMIT - 1;

    @Test
    void shouldKeepWhatItCountedWhenItIsPreparedAgain() throws InterruptedException {
        int threads = 4;
        Together.run(threads, thread -> {
            Overflow.prepare(LIMIT);
            Overflow.add(LAST, 2, 48);
        });
        assertThat(Overflow.events(LAST)).isEqualTo(2L * threads);
        assertThat(Overflow.bytes(LAST)).isEqualTo(48L * threads);
        assertThat(Overflow.events(LAST - 1)).isZero();
        assertThat(Overflow.heapBytes()).isEqualTo(Hook.arrayBytes(2 * LIMIT, Long.BYTES));
    }
}
