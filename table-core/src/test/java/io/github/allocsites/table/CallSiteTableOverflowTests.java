// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Threads whose stack ends at every depth inside of a record: what they leave behind harms nobody. */
final class CallSiteTableOverflowTests {
    private static final long STACK_BYTES = 256 << 10;
    private static final int BUCKETS = 1 << 14;
    private static final int DEPTH = 3;
    private static final int ROUNDS = 10;

    /** Frames left below the overflow; a record needs about half of them. */
    private static final int MOST_FRAMES_LEFT = 80;

    private final CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
    private long hash;
    private int unwound;
    private long begun;
    private long returned;

    /** Classes are not to be loaded at the end of the stack. */
    @BeforeEach
    void warmUp() {
        record(0);
        table.snapshot();
        table.reset();
    }

    @AfterEach
    void free() {
        table.reset();
    }

    @Test
    void shouldCountWhatReturnedWhenOtherRecordsOverflowed() throws InterruptedException {
        overflowAtEveryDepth();
        TableSnapshot snapshot = table.snapshot();
        long counted = snapshot.droppedEvents();
        for (CallSite site : snapshot.callSites()) {
            assertThat(site.frames()).isEqualTo(List.of(site.probe() + 1L, 2L, 3L));
            counted += site.count();
        }
        assertThat(counted).isBetween(returned, begun);
        assertThat(begun).isEqualTo(ROUNDS * MOST_FRAMES_LEFT);
        assertThat(returned).isBetween(begun / 10, begun - 1);
    }

    @Test
    void shouldFreeItsMemoryWhenRecordsOverflowed() throws InterruptedException {
        overflowAtEveryDepth();
        table.reset();
        assertThat(table.bytes()).isZero();
    }

    /** Every bucket that a thread claimed and never published is passed by. */
    @Test
    void shouldGoOnCountingWhenRecordsOverflowed() throws InterruptedException {
        overflowAtEveryDepth();
        long[] before = counts();
        for (int probe = 0; probe < before.length; probe++) {
            record(probe);
            record(probe);
            before[probe] += 2;
        }
        assertThat(counts()).containsExactly(before);
        assertThat(table.droppedEver()).isZero();
    }

    /** Nothing of the table but its first part is there, and that is full where they look. */
    @Test
    void shouldMakeALaterPartWhenRecordsOverflowed() throws InterruptedException {
        hash = 42;
        for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
            for (int probe = 0; probe < BucketSearch.WINDOW_BUCKETS / 4; probe++) {
                record(probe);
            }
            int frames = left;
            Thread thread = new Thread(null, () -> toTheEnd(frames, 99), "small stack", STACK_BYTES);
            thread.start();
            thread.join();
            record(99);
            assertThat(table.snapshot().callSites().stream()
                            .mapToLong(CallSite::count)
                            .sum())
                    .isBetween(17L, 18L);
            assertThat(table.bytes()).isEqualTo(BUCKETS / 2 * (32L + 8 * (DEPTH + 1)));
            table.reset();
            assertThat(table.bytes()).isZero();
        }
        assertThat(returned).isBetween(begun / 10, begun - 1);
    }

    private long[] counts() {
        long[] counts = new long[ROUNDS * MOST_FRAMES_LEFT];
        for (CallSite site : table.snapshot().callSites()) {
            counts[site.probe()] += site.count();
        }
        return counts;
    }

    private void overflowAtEveryDepth() throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            for (int left = 0; left < MOST_FRAMES_LEFT; left++) {
                int probe = round * MOST_FRAMES_LEFT + left;
                int frames = left;
                Throwable[] thrown = new Throwable[1];
                Thread thread = new Thread(null, () -> toTheEnd(frames, probe), "small stack", STACK_BYTES);
                thread.setUncaughtExceptionHandler((dying, failure) -> thrown[0] = failure);
                thread.start();
                thread.join();
                assertThat(thrown[0]).isNull();
            }
        }
    }

    private void record(int probe) {
        long[] frames = {probe + 1L, 2, 3};
        if (hash == 0) {
            table.record(probe, frames, DEPTH, 1, 16);
        } else {
            table.record(probe, frames, DEPTH, hash, 1, 16);
        }
    }

    /** Recurses until the stack is full and records on the way back, with so many frames left. */
    private void toTheEnd(int framesLeft, int probe) {
        try {
            toTheEnd(framesLeft, probe);
        } catch (StackOverflowError full) {
            unwound = 0;
        }
        if (unwound++ == framesLeft) {
            try {
                begun++;
                record(probe);
                returned++;
            } catch (StackOverflowError deep) {
                unwound = framesLeft + 1;
            }
        }
    }
}
