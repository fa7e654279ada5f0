// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadArenaTests {
    private static final int EVENTS = 1_000;
    private static final int EACH_BYTES = 32;

    private final int probe = FreshProbes.fixed(EACH_BYTES);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4096, 1 << 20, 0x7FFF_FFFF_F000L, -1, -4096, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldTakeNoSizeOfAStackForAnArena(long stackSize) {
        Thread thread = new Thread(null, () -> {}, "sized", stackSize);
        assertThat(ThreadArena.isKnown(ThreadArena.load(thread))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20, -1})
    void shouldCountInAThreadThatAskedForAStack(long stackSize) throws InterruptedException {
        AtomicLong atFirst = new AtomicLong();
        AtomicLong afterwards = new AtomicLong();
        Thread thread = new Thread(
                null,
                () -> {
                    atFirst.set(ThreadArena.load(Thread.currentThread()));
                    count(Thread.currentThread());
                    afterwards.set(ThreadArena.load(Thread.currentThread()));
                },
                "sized",
                stackSize);
        thread.start();
        thread.join();
        assertThat(ThreadArena.isKnown(atFirst.get())).isFalse();
        assertThat(ThreadArena.isKnown(afterwards.get())).isTrue();
        assertCounted(EVENTS);
    }

    @Test
    void shouldHoldWhatTheIndexSays() {
        Thread thread = CraftedThreads.withId(CraftedThreads.freshId());
        count(thread);
        assertThat(ThreadArena.load(thread)).isEqualTo(Recording.ARENAS.of(thread));
        long before = ThreadArena.swap(thread, Recording.ARENAS.discard());
        count(thread);
        assertThat(ThreadArena.load(thread)).isEqualTo(Recording.ARENAS.discard());
        assertThat(ThreadArena.swap(thread, before)).isEqualTo(Recording.ARENAS.discard());
        assertThat(ThreadArena.load(thread)).isEqualTo(before);
        assertCounted(EVENTS);
    }

    /** The constructor of a thread that is still attaching writes the field after its first events. */
    @Test
    void shouldCountOnWhenTheFieldIsOverwritten() {
        Thread thread = CraftedThreads.withId(CraftedThreads.freshId());
        Thread other = new Thread(null, () -> {}, "other", 1 << 20);
        count(thread);
        CraftedThreads.copyStackSize(other, thread);
        assertThat(ThreadArena.isKnown(ThreadArena.load(thread))).isFalse();
        count(thread);
        assertThat(ThreadArena.load(thread)).isEqualTo(Recording.ARENAS.of(thread));
        assertCounted(2 * EVENTS);
    }

    @Test
    void shouldKeepAnAttachingThreadOnTheSlowPath() {
        Thread attaching = CraftedThreads.withId(0);
        count(attaching);
        assertCounted(EVENTS);
        assertThat(ThreadArena.swap(attaching, Recording.ARENAS.discard())).isZero();
        count(attaching);
        assertCounted(2 * EVENTS);
    }

    private void count(Thread thread) {
        for (int event = 0; event < EVENTS; event++) {
            Hook.fixed(thread, probe);
        }
    }

    private void assertCounted(long events) {
        assertThat(Recording.totals().count(probe)).isEqualTo(events);
        assertThat(Recording.totals().bytes(probe)).isEqualTo(events * EACH_BYTES);
    }
}
