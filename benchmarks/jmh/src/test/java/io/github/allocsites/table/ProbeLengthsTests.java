// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProbeLengthsTests {
    private static final int BUCKETS = CallSiteTable.MIN_BUCKETS;

    /** Three call sites of one hash lie behind each other, wherever it puts them. */
    @Test
    void shouldCountBucketsFromTheHomeBucketOn() {
        for (long hash = 1; hash <= BUCKETS; hash++) {
            CallSiteTable table = new CallSiteTable(BUCKETS, 1);
            for (int site = 1; site <= 3; site++) {
                table.record(site, new long[] {site}, 1, hash, 1, 1);
            }
            assertThat(ProbeLengths.of(ProbeLengths.memory(table), 3, 0)).isEqualTo(new ProbeLengths(3, 3, 0, 2, 3));
            table.reset();
        }
    }

    @Test
    void shouldGrowWithTheLoad() {
        ProbeLengths quarter = ProbeLengths.atLoad(25);
        ProbeLengths half = ProbeLengths.atLoad(50);

        assertThat(quarter.callSites()).isEqualTo(CallSites.CAPACITY_BUCKETS / 4);
        assertThat(quarter.occupiedBuckets()).isEqualTo(quarter.callSites());
        assertThat(quarter.mean()).isGreaterThan(1).isLessThan(half.mean());
        assertThat(half.most()).isGreaterThan(quarter.most()).isLessThanOrEqualTo(BucketSearch.WINDOW_BUCKETS);
    }
}
