// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProbeWordsTests {
    private static final int LIMIT = 1_000;
    private static final int BIT_PROBES = Long.SIZE;

    private final ProbeWords words = new ProbeWords(LIMIT);

    @Test
    void shouldKeepEveryProbeApartFromItsNeighbours() {
        for (int probe = 0; probe < LIMIT; probe++) {
            assertThat(words.extend(probe)).isTrue();
            OffHeap.putLong(words.state(probe), -1L - probe);
            OffHeap.putInt(words.word(probe), 1 + probe);
            OffHeap.putLong(words.bits(probe), 7L * (probe / BIT_PROBES));
        }
        for (int probe = 0; probe < LIMIT; probe++) {
            assertThat(OffHeap.getLong(words.state(probe))).isEqualTo(-1L - probe);
            assertThat(OffHeap.getInt(words.word(probe))).isEqualTo(1 + probe);
            assertThat(OffHeap.getLong(words.bits(probe))).isEqualTo(7L * (probe / BIT_PROBES));
        }
    }

    @Test
    void shouldReadZerosWhereThereIsNoRoomYet() {
        words.extend(0);
        OffHeap.putLong(words.state(BIT_PROBES - 1), -1);
        OffHeap.putInt(words.word(BIT_PROBES - 1), -1);
        OffHeap.putLong(words.bits(0), -1);
        assertThat(OffHeap.getLong(words.state(BIT_PROBES))).isZero();
        assertThat(OffHeap.getInt(words.word(LIMIT - 1))).isZero();
        assertThat(OffHeap.getLong(words.bits(LIMIT - 1))).isZero();
    }

    @Test
    void shouldTakeMemoryForWhatIsThereAlone() {
        long before = words.bytes();
        words.extend(0);
        long page = words.bytes() - before;
        words.extend(BIT_PROBES - 1);
        assertThat(words.bytes()).isEqualTo(before + page);
        for (int probe = 0; probe < LIMIT; probe++) {
            words.extend(probe);
        }
        assertThat(words.bytes()).isEqualTo(before + (LIMIT + BIT_PROBES - 1) / BIT_PROBES * page);
        assertThat(words.bytes()).isEqualTo(words.mostBytes());
    }

    @Test
    void shouldLoseNothingWhenThreadsRaceForRoom() throws InterruptedException {
        int threads = 4;
        AtomicLong next = new AtomicLong();
        Together.run(threads, thread -> {
            for (int probe = (int) next.getAndIncrement(); probe < LIMIT; probe = (int) next.getAndIncrement()) {
                words.extend(probe);
                OffHeap.putLong(words.state(probe), probe + 1L);
            }
        });
        for (int probe = 0; probe < LIMIT; probe++) {
            assertThat(OffHeap.getLong(words.state(probe))).isEqualTo(probe + 1L);
        }
    }
}
