// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CallSiteTableRacesTests {
    private static final int PROBE = 7;
    private static final int DEPTH = 8;
    private static final int BUCKETS = 1024;

    @Test
    void shouldCountExactlyWhenThreadsShareSites() throws InterruptedException {
        CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
        long[][] paths = {{1, 2, 3}, {1, 2, 4}, {5}};
        Together.run(32, thread -> {
            for (int event = 0; event < 1_000; event++) {
                long[] path = paths[(thread + event) % paths.length];
                assertThat(table.record(PROBE, path, path.length, 1, 16)).isEqualTo(Result.RECORDED);
            }
        });
        long[] expected = new long[paths.length];
        for (int thread = 0; thread < 32; thread++) {
            for (int event = 0; event < 1_000; event++) {
                expected[(thread + event) % paths.length]++;
            }
        }
        List<CallSite> sites = table.snapshot().callSites();
        assertThat(sites)
                .containsExactlyInAnyOrder(
                        stacks(PROBE, List.of(1L, 2L, 3L), expected[0], 16 * expected[0]),
                        stacks(PROBE, List.of(1L, 2L, 4L), expected[1], 16 * expected[1]),
                        stacks(PROBE, List.of(5L), expected[2], 16 * expected[2]));
        assertThat(sites.stream().mapToLong(CallSite::count).sum()).isEqualTo(32_000);
    }

    @Test
    void shouldHaveOneMemoryWhenFirstRecordsRace() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            CallSiteTable table = new CallSiteTable(CallSiteTable.MIN_BUCKETS, DEPTH);
            Together.run(4, thread -> table.record(PROBE, new long[] {thread}, 1, 1, 10));
            assertThat(table.snapshot().callSites())
                    .containsExactlyInAnyOrder(site(0, 1), site(1, 1), site(2, 1), site(3, 1));
            assertThat(table.bytes()).isEqualTo(CallSiteTable.MIN_BUCKETS * 96L);
            table.reset();
        }
    }

    @Test
    void shouldCountExactlyWhenClaimsOfOneHashRace() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            CallSiteTable table = new CallSiteTable(CallSiteTable.MIN_BUCKETS, DEPTH);
            Together.run(4, thread -> {
                for (int event = 0; event < 100; event++) {
                    table.record(PROBE, new long[] {event % 5}, 1, 42, 1, 10);
                }
            });
            assertThat(table.snapshot().callSites())
                    .containsExactlyInAnyOrder(site(0, 80), site(1, 80), site(2, 80), site(3, 80), site(4, 80));
            table.reset();
        }
    }

    private static CallSite site(long frame, long count) {
        return stacks(PROBE, List.of(frame), count, 10 * count);
    }

    @Test
    void shouldNeverShowTornFrames() throws InterruptedException {
        for (int round = 0; round < 100; round++) {
            CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
            AtomicLong writing = new AtomicLong(3);
            Together.run(4, thread -> {
                if (thread < 3) {
                    publishConsistent(table, thread);
                    writing.decrementAndGet();
                } else {
                    while (writing.get() > 0) {
                        table.snapshot().callSites().forEach(CallSiteTableRacesTests::assertConsistent);
                    }
                }
            });
            assertThat(table.snapshot().callSites())
                    .hasSize(3 * 200)
                    .allSatisfy(CallSiteTableRacesTests::assertConsistent);
            table.reset();
        }
    }

    private static void publishConsistent(CallSiteTable table, int thread) {
        for (int probe = 200 * thread; probe < 200 * (thread + 1); probe++) {
            int length = 1 + probe % DEPTH;
            table.record(probe, frames(probe, length), length, 1, 10);
        }
    }

    /** Frames that follow from their probe, all different. */
    private static long[] frames(int probe, int length) {
        long[] frames = new long[length];
        for (int i = 0; i < length; i++) {
            frames[i] = 1_000_000L * (probe + 1) + i;
        }
        return frames;
    }

    private static void assertConsistent(CallSite site) {
        long[] expected = frames(site.probe(), 1 + site.probe() % DEPTH);
        assertThat(site.frames().stream().mapToLong(Long::longValue).toArray()).isEqualTo(expected);
        assertThat(site.count()).isBetween(0L, 1L);
        assertThat(site.bytes()).isIn(0L, 10L);
    }

    @Test
    void shouldLoseNothingWhenRecordersPauseAtReset() throws InterruptedException {
        int rounds = 200;
        CallSiteTable table = new CallSiteTable(CallSiteTable.MIN_BUCKETS, DEPTH);
        CyclicBarrier turns = new CyclicBarrier(4);
        AtomicLong seen = new AtomicLong();
        Together.run(4, thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            for (int round = 0; round < rounds; round++) {
                for (int event = 0; thread > 0 && event < 50; event++) {
                    table.record(PROBE, new long[] {random.nextInt(100)}, 1, 1, 10);
                }
                turns.await();
                if (thread == 0) {
                    TableSnapshot snapshot = table.snapshot();
                    seen.addAndGet(count(snapshot) + snapshot.droppedEvents());
                    table.reset();
                }
                turns.await();
            }
        });
        assertThat(seen).hasValue(3L * 50 * rounds);
    }

    @Test
    void shouldStayConsistentWhenResetWhileRecording() throws InterruptedException {
        CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
        AtomicInteger recording = new AtomicInteger(3);
        AtomicLong recorded = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        Together.run(4, thread -> {
            if (thread > 0) {
                recorded.addAndGet(record(table, thread));
                recording.decrementAndGet();
            }
            while (thread == 0 && recording.get() > 0) {
                TableSnapshot snapshot = table.snapshot();
                snapshot.callSites().forEach(CallSiteTableRacesTests::assertWholeFrames);
                seen.addAndGet(count(snapshot));
                table.reset();
            }
        });
        long left = count(table.snapshot());
        assertThat(seen.get() + left).isLessThanOrEqualTo(recorded.get());
        assertOnlyOneMemoryIsLeft(table);
        table.record(PROBE, frames(PROBE, 8), 8, 1, 10);
        assertThat(count(table.snapshot())).isEqualTo(left + 1);
    }

    private static void assertWholeFrames(CallSite site) {
        assertThat(site.frames().stream().mapToLong(Long::longValue).toArray())
                .isEqualTo(frames(site.probe(), 1 + site.probe() % DEPTH));
    }

    /** A replaced table is gone as soon as nobody is inside. */
    private static void assertOnlyOneMemoryIsLeft(CallSiteTable table) {
        table.release();
        assertThat(table.bytes()).isLessThanOrEqualTo(BUCKETS * 96L);
    }

    private static long record(CallSiteTable table, int thread) {
        SplittableRandom random = new SplittableRandom(thread);
        long recorded = 0;
        for (int event = 0; event < 200_000; event++) {
            int probe = random.nextInt(100);
            int length = 1 + probe % DEPTH;
            if (table.record(probe, frames(probe, length), length, 1, 10) == Result.RECORDED) {
                recorded++;
            }
        }
        return recorded;
    }

    private static long count(TableSnapshot snapshot) {
        return snapshot.callSites().stream().mapToLong(CallSite::count).sum();
    }

    /** A stack captured for each event. */
    private static CallSite stacks(int probe, List<Long> frames, long count, long bytes) {
        return new CallSite(probe, frames, count, bytes, count);
    }
}
