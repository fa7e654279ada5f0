// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTests {
    private final Settings before = Settings.inForce();

    @AfterEach
    void restore() {
        Settings.fix(before);
    }

    @Test
    void shouldHaveTheDefaultsOfTheOptionsWhenNothingIsFixed() {
        assertThat(before).isEqualTo(new Settings(64L << 20, 65_536, 8, 512L << 10, 8));
    }

    @Test
    void shouldBeInForceOnceFixed() {
        Settings asked = new Settings(8L << 20, 64, 4, 512L << 10, 16);
        Settings.fix(asked);
        assertThat(Settings.inForce()).isEqualTo(asked);
    }

    @Test
    void shouldNotChangeARecordingThatIsThere() {
        Settings running = Recording.SETTINGS;
        int capacity = Recording.table().snapshot().capacityBuckets();
        Settings.fix(new Settings(8L << 20, 64, 4, 512L << 10, 16));
        assertThat(Recording.SETTINGS).isEqualTo(running);
        assertThat(Recording.table().snapshot().capacityBuckets()).isEqualTo(capacity);
    }

    /** What is paid for in full at the start must leave most of the memory to the arenas. */
    @ParameterizedTest
    @ValueSource(longs = {2L << 20, 8L << 20, 16L << 20, 64L << 20, 1L << 30})
    void shouldSpendLittleOfItsMemoryAtTheStart(long memoryMaxBytes) {
        Settings settings = new Settings(memoryMaxBytes, 64, 8, 512L << 10, 8);
        Slab slab = new Slab(0);
        ProbeCounters counters = ExtendedCounters.of(settings.probeLimit());
        Arenas arenas = new Arenas(slab, counters, settings.indexCells());
        long seldom = SeldomCounters.fixedBytes(settings.probeLimit());
        assertThat(counters.mostBytes() + seldom + arenas.fixedBytes()).isLessThan(memoryMaxBytes / 3);
        assertThat(Integer.bitCount(settings.indexCells())).isEqualTo(1);
        assertThat(settings.indexCells()).isGreaterThanOrEqualTo(IndexLayout.WINDOW_CELLS);
    }
}
