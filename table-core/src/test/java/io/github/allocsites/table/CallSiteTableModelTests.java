// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.RandomSites.Site;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten million random operations on tables of every size against a plain map. {@code -Dallocsites.model.seed=S} repeats
 * a run.
 */
final class CallSiteTableModelTests {
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());
    private static final int OPERATIONS_AT_LEAST = 550_000;
    private static final int OPERATIONS_WHEN_FULL = 500;
    private static final int MOST_DEPTH = 64;

    /** Tables of more buckets have few frames each, so that a build in little memory can run this. */
    private static final int DEEP_BUCKETS = 1 << 14;

    private static long operationsInAll;
    private static int sizes;

    private SplittableRandom random;
    private int capacity;
    private int depth;
    private CallSiteTable table;
    private ModelTable model;
    private RandomSites sites;
    private long operations;
    private long droppedBefore;

    @AfterAll
    static void say() {
        System.out.println(operationsInAll + " operations on call-site tables of " + sizes + " sizes, seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288,
                1_048_576
            })
    void shouldEqualAPlainMap(int buckets) {
        capacity = buckets;
        random = new SplittableRandom(SEED + buckets);
        depth = 1 + random.nextInt(buckets <= DEEP_BUCKETS ? MOST_DEPTH >> random.nextInt(6) : 3);
        table = new CallSiteTable(capacity, depth);
        try {
            long enough = Math.max(OPERATIONS_AT_LEAST, 2L * buckets);
            while (operations < enough) {
                epoch(enough);
            }
        } catch (Throwable failed) {
            throw new AssertionError("repeat with -Dallocsites.model.seed=" + SEED + ": " + failed, failed);
        } finally {
            table.reset();
        }
        assertThat(table.bytes()).isZero();
        assertThat(table.droppedEver()).isPositive();
        operationsInAll += operations;
        sizes++;
    }

    /** From one reset to the next; half of the tables are full in the end. */
    private void epoch(long enough) {
        model = new ModelTable(capacity, depth);
        sites = new RandomSites(random.nextLong(), capacity, depth);
        int population = capacity / 4 + random.nextInt(capacity);
        long end = Math.min(operations + 1_000 + random.nextInt(3 * capacity), enough);
        boolean fills = random.nextBoolean() || end == enough;
        while (operations < end) {
            operation(population);
        }
        if (fills) {
            fill();
            for (int event = 0; event < OPERATIONS_WHEN_FULL; event++) {
                record(sites.site(random.nextInt(2 * population)));
            }
        }
        int occupied = assertEqualToModel().occupiedBuckets();
        assertThat(occupied).isBetween(fills ? capacity : 1, capacity);
        reset();
    }

    private void operation(int population) {
        int drawn = random.nextInt(2 * capacity + 2_000);
        if (drawn == 0) {
            operations++;
            assertEqualToModel();
        } else if (drawn == 1) {
            operations++;
            table.release();
        } else {
            record(sites.site(random.nextInt(population)));
        }
    }

    private void record(Site site) {
        long events = 1 + random.nextInt(3);
        long bytes = random.nextLong(1L << random.nextInt(40));
        Result expected = model.record(site, events, bytes);
        Result result = site.record(table, depth, events, bytes);
        if (result != expected) {
            throw new AssertionError(result + " instead of " + expected + " after " + operations + " operations");
        }
        operations++;
    }

    private void fill() {
        for (int free = model.freeBucketFrom(0); free < capacity; free = model.freeBucketFrom(free)) {
            record(sites.withHome(model.homeOf(free), random));
        }
    }

    private void reset() {
        operations++;
        droppedBefore += model.droppedEvents();
        table.reset();
        assertThat(table.snapshot().callSites()).isEmpty();
        assertThat(table.droppedSinceReset()).isZero();
        assertThat(table.bytes()).isZero();
    }

    private TableSnapshot assertEqualToModel() {
        TableSnapshot snapshot = table.snapshot();
        model.assertEquals(snapshot);
        long memoryBytes =
                snapshot.occupiedBuckets() == 0 ? snapshot.bytes() : model.buckets() * (32L + 8 * (depth + depth % 2));
        assertThat(snapshot.bytes()).isEqualTo(memoryBytes);
        assertThat(table.bytes()).isEqualTo(snapshot.bytes());
        assertThat(table.droppedEver()).isEqualTo(droppedBefore + model.droppedEvents());
        return snapshot;
    }

    @Test
    void shouldTellSitesOfOneHashApart() {
        depth = 8;
        table = new CallSiteTable(1 << 10, depth);
        long[] frames = {1, 2, 3};
        for (int probe = 0; probe < BucketSearch.WINDOW_BUCKETS; probe++) {
            long[] forced = Arrays.copyOf(frames, 1 + probe % frames.length);
            ReferenceHash.force(probe, forced, forced.length, 42);
            assertThat(FrameHash.of(probe, forced, forced.length)).isEqualTo(42);
            assertThat(table.record(probe, forced, forced.length, probe + 1, 0)).isEqualTo(Result.RECORDED);
        }
        assertThat(table.snapshot().callSites())
                .hasSize(BucketSearch.WINDOW_BUCKETS)
                .allSatisfy(site -> assertThat(site.count()).isEqualTo(site.probe() + 1));
        table.reset();
    }
}
