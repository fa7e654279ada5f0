// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.CallSiteTable.Result;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketSearchTests {
    private static final int SEARCHES = 10_000;

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 2_048, 4_096, 65_536, 1 << 20})
    void shouldLookAtNoBucketTwice(int capacityBuckets) {
        SplittableRandom random = new SplittableRandom(capacityBuckets);
        for (int search = 0; search < SEARCHES; search++) {
            int home = random.nextInt();
            BitSet looked = new BitSet();
            for (int step = 0; step < BucketSearch.WINDOW_BUCKETS; step++) {
                looked.set(BucketSearch.index(home, step, capacityBuckets));
            }
            assertThat(looked.cardinality()).isEqualTo(BucketSearch.WINDOW_BUCKETS);
            assertThat(looked.length()).isLessThanOrEqualTo(capacityBuckets);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1 << 14, 1 << 16, 1 << 20})
    void shouldTakeAQuarterOfTheMemoryForAFewCallSites(int capacityBuckets) {
        CallSiteTable table = new CallSiteTable(capacityBuckets, 2);
        long wholeBytes = capacityBuckets * 48L;
        assertThat(recorded(table, capacityBuckets / 16)).isEqualTo(capacityBuckets / 16);
        assertThat(table.bytes()).isEqualTo(wholeBytes / 4);

        int many = capacityBuckets * 9 / 10;
        int recorded = recorded(table, many);
        assertThat(recorded).isBetween(many * 99 / 100, many);
        assertThat(table.bytes()).isEqualTo(wholeBytes);
        assertThat(table.snapshot().bytes()).isEqualTo(wholeBytes);
        assertThat(table.snapshot().callSites()).hasSize(recorded);

        table.reset();
        assertThat(table.bytes()).isZero();
    }

    private static int recorded(CallSiteTable table, int sites) {
        int recorded = 0;
        for (int site = 1; site <= sites; site++) {
            recorded += table.record(site, new long[] {site}, 1, 1, 1) == Result.RECORDED ? 1 : 0;
        }
        return recorded;
    }
}
