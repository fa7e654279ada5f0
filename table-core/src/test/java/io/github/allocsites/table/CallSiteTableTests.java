// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallSiteTableTests {
    private static final int PROBE = 7;
    private static final int DEPTH = 8;
    private static final int BUCKETS = CallSiteTable.MIN_BUCKETS;

    /** Far beyond any address space, so that the system refuses it without touching anything. */
    private static final int IMPOSSIBLE_BUCKETS = 1 << 30;

    private static final int IMPOSSIBLE_DEPTH = 1 << 20;

    private final CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);

    @Test
    void shouldAddCountAndBytesOfOneSite() {
        record(PROBE, 1, 100, 11, 12, 13);
        record(PROBE, 1, 200, 11, 12, 13);
        assertThat(table.snapshot().callSites()).containsExactly(stacks(PROBE, List.of(11L, 12L, 13L), 2, 300));
        assertThat(table.snapshot().occupiedBuckets()).isEqualTo(1);
    }

    @Test
    void shouldKeepTwoSitesApart() {
        for (int i = 0; i < 5; i++) {
            record(PROBE, 1, 10, 21, 22);
        }
        for (int i = 0; i < 3; i++) {
            record(PROBE, 1, 20, 22, 21);
        }
        assertThat(table.snapshot().callSites())
                .containsExactlyInAnyOrder(
                        stacks(PROBE, List.of(21L, 22L), 5, 50), stacks(PROBE, List.of(22L, 21L), 3, 60));
    }

    @Test
    void shouldKeepProbesApartWhenTheirFramesAreEqual() {
        record(1, 1, 10, 5);
        record(2, 1, 10, 5);
        assertThat(table.snapshot().callSites())
                .containsExactlyInAnyOrder(stacks(1, List.of(5L), 1, 10), stacks(2, List.of(5L), 1, 10));
    }

    @Test
    void shouldKeepAStackApartFromItsOwnTop() {
        record(PROBE, 1, 10, 5);
        record(PROBE, 1, 10, 5, 0);
        assertThat(table.snapshot().callSites())
                .containsExactlyInAnyOrder(stacks(PROBE, List.of(5L), 1, 10), stacks(PROBE, List.of(5L, 0L), 1, 10));
    }

    @Test
    void shouldAddSeveralEventsAtOnce() {
        record(PROBE, 1_000_000_007L, 3_000_000_000_000L, 5);
        record(PROBE, 2, 1, 5);
        assertThat(table.snapshot().callSites())
                .containsExactly(new CallSite(PROBE, List.of(5L), 1_000_000_009L, 3_000_000_000_001L, 2));
    }

    @Test
    void shouldClaimNothingWhenThereAreNoFrames() {
        assertThat(table.record(PROBE, new long[] {1, 2}, 0, 1, 100)).isEqualTo(Result.NO_FRAMES);
        assertThat(table.snapshot()).isEqualTo(new TableSnapshot(BUCKETS, 0, 0, 0, List.of(), List.of()));
        record(PROBE, 1, 10, 5);
        assertThat(table.record(PROBE, new long[0], 0, 1, 100)).isEqualTo(Result.NO_FRAMES);
        assertThat(table.snapshot().callSites()).containsExactly(stacks(PROBE, List.of(5L), 1, 10));
        assertThat(table.snapshot().droppedEvents()).isZero();
    }

    @Test
    void shouldCutFramesBeyondItsDepth() {
        record(PROBE, 1, 10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        record(PROBE, 1, 10, 1, 2, 3, 4, 5, 6, 7, 8, 99);
        record(PROBE, 1, 10, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(table.snapshot().callSites())
                .containsExactly(stacks(PROBE, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), 3, 30));
    }

    @Test
    void shouldIgnoreWhatStandsBehindTheFrames() {
        table.record(PROBE, new long[] {1, 2, 77}, 2, 1, 10);
        table.record(PROBE, new long[] {1, 2, 78, 79}, 2, 1, 10);
        assertThat(table.snapshot().callSites()).containsExactly(stacks(PROBE, List.of(1L, 2L), 2, 20));
    }

    @Test
    void shouldUseEveryBucketWhereverTheSearchBegins() {
        for (long frame = 1; frame <= BUCKETS; frame++) {
            assertThat(record(PROBE, 1, 10, frame)).isEqualTo(Result.RECORDED);
        }
        assertThat(table.snapshot().occupiedBuckets()).isEqualTo(BUCKETS);
        assertThat(table.snapshot().callSites()).hasSize(BUCKETS);
        assertThat(table.snapshot().droppedEvents()).isZero();
    }

    @Test
    void shouldCountWhatItDropsWhenFull() {
        long sites = 3 * BUCKETS;
        long recorded = 0;
        long dropped = 0;
        for (long event = 0; event < 10 * sites; event++) {
            if (record(PROBE, 3, 30, 1 + event % sites) == Result.RECORDED) {
                recorded += 3;
            } else {
                dropped += 3;
            }
        }
        TableSnapshot snapshot = table.snapshot();
        assertThat(snapshot.callSites()).hasSize(BUCKETS);
        assertThat(snapshot.callSites().stream().mapToLong(CallSite::count).sum())
                .isEqualTo(recorded);
        assertThat(snapshot.callSites())
                .allSatisfy(site -> assertThat(site.count()).isEqualTo(30));
        assertThat(snapshot.droppedEvents()).isEqualTo(dropped);
        assertThat(recorded + dropped).isEqualTo(30 * sites);
        assertThat(dropped).isEqualTo(30L * 2 * BUCKETS);
    }

    @Test
    void shouldGoOnAtTheFirstBucketAfterTheLast() {
        long hash = hashWithHome(BUCKETS - 1);
        force(hash, 1);
        force(hash, 2);
        assertThat(table.snapshot().callSites()) // in the order of the buckets
                .containsExactly(stacks(PROBE, List.of(2L), 1, 10), stacks(PROBE, List.of(1L), 1, 10));
        force(hash, 2);
        assertThat(table.snapshot().callSites())
                .containsExactly(stacks(PROBE, List.of(2L), 2, 20), stacks(PROBE, List.of(1L), 1, 10));
    }

    @Test
    void shouldKeepTwoRowsWhenHashesAreEqualAndFramesAreNot() {
        force(42, 1);
        force(42, 2);
        force(42, 1);
        assertThat(table.snapshot().callSites())
                .containsExactlyInAnyOrder(stacks(PROBE, List.of(1L), 2, 20), stacks(PROBE, List.of(2L), 1, 10));
    }

    @Test
    void shouldKeepTwoRowsWhenHashesAreEqualAndProbesAreNot() {
        table.record(1, new long[] {5}, 1, 42, 1, 10);
        table.record(2, new long[] {5}, 1, 42, 1, 10);
        assertThat(table.snapshot().callSites()).hasSize(2);
    }

    @Test
    void shouldLookAtNoMoreBucketsThanItsWindow() {
        CallSiteTable wide = new CallSiteTable(16 * BucketSearch.WINDOW_BUCKETS, DEPTH);
        for (long frame = 1; frame <= BucketSearch.WINDOW_BUCKETS; frame++) {
            assertThat(wide.record(PROBE, new long[] {frame}, 1, 42, 1, 10)).isEqualTo(Result.RECORDED);
        }
        assertThat(wide.record(PROBE, new long[] {999}, 1, 42, 5, 10)).isEqualTo(Result.DROPPED);
        assertThat(wide.record(PROBE, new long[] {1}, 1, 42, 1, 10)).isEqualTo(Result.RECORDED);
        assertThat(wide.snapshot().droppedEvents()).isEqualTo(5);
        assertThat(wide.snapshot().dropped()).containsExactly(new CallSite(PROBE, List.of(), 5, 10, 1));
        assertThat(wide.snapshot().occupiedBuckets()).isEqualTo(BucketSearch.WINDOW_BUCKETS);
    }

    @Test
    void shouldSkipABucketThatIsClaimedAndNotPublished() throws Exception {
        long hash = 42;
        BucketMemory memory = madeMemory();
        long stalled = memory.bucket(home(hash));
        assertThat(BucketMemory.claim(stalled, hash)).isTrue();
        assertThat(table.snapshot().callSites()).isEmpty();

        assertThat(force(hash, 1)).isEqualTo(Result.RECORDED);
        assertThat(table.snapshot().callSites()).containsExactly(stacks(PROBE, List.of(1L), 1, 10));
        assertThat(BucketMemory.count(stalled)).isZero();

        memory.publish(stalled, PROBE, new long[] {1}, 1);
        BucketMemory.add(stalled, 4, 44);
        assertThat(table.snapshot().callSites()).containsExactly(new CallSite(PROBE, List.of(1L), 5, 54, 2));
        assertThat(table.snapshot().occupiedBuckets()).isEqualTo(2);
    }

    @Test
    void shouldStartEmptyAfterReset() {
        for (long frame = 0; frame <= BUCKETS; frame++) {
            record(PROBE, 1, 10, frame);
        }
        table.reset();
        assertThat(table.snapshot()).isEqualTo(new TableSnapshot(BUCKETS, 0, 0, 0, List.of(), List.of()));
        assertThat(table.bytes()).isZero();
        record(PROBE, 1, 10, 5);
        assertThat(table.snapshot().callSites()).containsExactly(stacks(PROBE, List.of(5L), 1, 10));
    }

    @Test
    void shouldTakeMemoryAtTheFirstRecordOnly() {
        assertThat(table.bytes()).isZero();
        assertThat(table.snapshot().bytes()).isZero();
        record(PROBE, 1, 10, 5);
        assertThat(table.bytes()).isEqualTo(BUCKETS * 96L);
        assertThat(table.snapshot().bytes()).isEqualTo(BUCKETS * 96L);
    }

    @Test
    void shouldGoOnWithoutStacksWhenMemoryIsRefused() {
        CallSiteTable refused = new CallSiteTable(IMPOSSIBLE_BUCKETS, IMPOSSIBLE_DEPTH);
        assertThat(refused.record(PROBE, new long[] {1}, 1, 3, 10)).isEqualTo(Result.DROPPED);
        assertThat(refused.record(PROBE, new long[] {1}, 1, 4, 10)).isEqualTo(Result.DROPPED);
        assertThat(refused.refused()).isTrue();
        CallSite dropped = new CallSite(PROBE, List.of(), 7, 20, 2);
        assertThat(refused.snapshot())
                .isEqualTo(new TableSnapshot(IMPOSSIBLE_BUCKETS, 0, 7, 0, List.of(), List.of(dropped)));
        refused.reset();
        assertThat(refused.refused()).isFalse();
        assertThat(refused.snapshot().droppedEvents()).isZero();
    }

    @Test
    void shouldKeepWhatItHasWhenMemoryForMoreIsRefused() {
        CallSiteTable large = new CallSiteTable(1 << 12, DEPTH);
        for (long frame = 1; frame <= 16; frame++) { // as many as are looked for in the first part
            assertThat(large.record(PROBE, new long[] {frame}, 1, 42, 1, 10)).isEqualTo(Result.RECORDED);
        }
        assertThat(large.refused()).isFalse();
        TableMemory.of(large).get().refused = true;
        assertThat(large.record(PROBE, new long[] {17}, 1, 42, 1, 10)).isEqualTo(Result.DROPPED);
        assertThat(large.record(PROBE, new long[] {1}, 1, 42, 1, 10)).isEqualTo(Result.RECORDED);
        assertThat(large.refused()).isTrue();
        assertThat(large.snapshot().occupiedBuckets()).isEqualTo(16);
        large.reset();
        assertThat(large.refused()).isFalse();
    }

    @Test
    void shouldAllocateNothingOnTheHeapWhenRecording() {
        long[] frames = {1, 2, 3, 4, 5, 6, 7, 8};
        long bytes = JvmAllocation.bytes(() -> {
            for (int event = 0; event < 10_000; event++) {
                frames[7] = event % 200; // some are recorded, some find no bucket
                table.record(PROBE, frames, frames.length, 1, 10);
            }
        });
        assertThat(bytes).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "-9223372036854775808, 64",
        "-1, 64",
        "0, 64",
        "1, 64",
        "63, 64",
        "64, 64",
        "65, 128",
        "128, 128",
        "129, 256",
        "4096, 4096",
        "65535, 65536",
        "65536, 65536",
        "65537, 131072",
        "1000000, 1048576",
        "1048576, 1048576",
        "1048577, 1048576",
        "2147483648, 1048576",
        "9223372036854775807, 1048576"
    })
    void shouldClampAndRoundUpItsCapacity(long asked, int capacity) {
        assertThat(CallSiteTable.capacity(asked)).isEqualTo(capacity);
    }

    private Result record(int probe, long events, long bytes, long... frames) {
        return table.record(probe, frames, frames.length, events, bytes);
    }

    private Result force(long hash, long frame) {
        return table.record(PROBE, new long[] {frame}, 1, hash, 1, 10);
    }

    private static int home(long hash) {
        return (int) (FrameHash.mix(hash) >>> 32) & BUCKETS - 1;
    }

    private static long hashWithHome(int home) {
        long hash = 1;
        while (home(hash) != home) {
            hash++;
        }
        return hash;
    }

    /** The memory of the table, made and empty. */
    private BucketMemory madeMemory() throws ReflectiveOperationException {
        BucketMemory made = BucketMemory.allocate(BUCKETS, DEPTH);
        Field field = CallSiteTable.class.getDeclaredField("memory");
        field.setAccessible(true);
        @SuppressWarnings("unchecked")
        AtomicReference<BucketMemory> memory = (AtomicReference<BucketMemory>) field.get(table);
        memory.set(made);
        return made;
    }

    /** A stack captured for each event. */
    private static CallSite stacks(int probe, List<Long> frames, long count, long bytes) {
        return new CallSite(probe, frames, count, bytes, count);
    }
}
