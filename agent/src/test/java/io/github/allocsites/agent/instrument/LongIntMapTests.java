// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LongIntMapTests {

    @Test
    void shouldSayThatAKeyIsAbsent() {
        LongIntMap map = new LongIntMap();
        assertThat(map.get(0)).isEqualTo(-1);
        map.put(1, 7);
        assertThat(map.get(0)).isEqualTo(-1);
    }

    @Test
    void shouldTakeAnyKeyAndReplaceItsValue() {
        LongIntMap map = new LongIntMap();
        long[] keys = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 0xFFFF_FFFFL};
        for (int i = 0; i < keys.length; i++) {
            map.put(keys[i], i);
        }
        for (int i = 0; i < keys.length; i++) {
            assertThat(map.get(keys[i])).isEqualTo(i);
            map.put(keys[i], Integer.MAX_VALUE - i);
            assertThat(map.get(keys[i])).isEqualTo(Integer.MAX_VALUE - i);
        }
    }

    /** Few distinct keys, so that they come again; the low halves are equal, so that they collide. */
    @Test
    void shouldEqualAHashMap() {
        SplittableRandom random = new SplittableRandom(1);
        LongIntMap map = new LongIntMap();
        Map<Long, Integer> model = new HashMap<>();
        for (int turn = 0; turn < 500_000; turn++) {
            long half = random.nextInt(20_000);
            long key = random.nextBoolean() ? half << 32 | half : half * 0x9E3779B97F4A7C15L;
            if (random.nextInt(3) == 0) {
                int value = random.nextInt(Integer.MAX_VALUE);
                map.put(key, value);
                model.put(key, value);
            }
            assertThat(map.get(key)).isEqualTo(model.getOrDefault(key, -1));
        }
        model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    }
}
