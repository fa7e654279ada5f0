// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SlabTests {
    private static final int PAGES = 32;
    private static final long SLAB_BYTES = (long) PAGES * PageLayout.PAGE_BYTES;

    /** Far beyond any address space. */
    private static final long IMPOSSIBLE_BYTES = 1L << 55;

    private final Slab slab = new Slab(SLAB_BYTES);

    @Test
    void shouldHandOutEachPageOnce() {
        Set<Long> pages = new HashSet<>();
        for (int page = 0; page < PAGES; page++) {
            pages.add(slab.allocate(0));
        }
        assertThat(pages)
                .hasSize(PAGES)
                .doesNotContain(0L)
                .allSatisfy(page -> assertThat(page % PageLayout.PAGE_BYTES).isZero());
        long first = pages.stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = pages.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(last - first).isEqualTo(SLAB_BYTES - PageLayout.PAGE_BYTES);
        assertThat(slab.pagesInUse()).isEqualTo(PAGES);
    }

    @Test
    void shouldHandOutNoMoreThanItHas() {
        assertThat(takeAllOf(slab)).hasSize(PAGES);
        assertThat(slab.allocate(0)).isZero();
        assertThat(slab.allocate(0)).isZero();
        assertThat(slab.pagesInUse()).isEqualTo(PAGES);
    }

    @Test
    void shouldHandOutAgainWhatWasGivenBack() {
        long freed = takeAllOf(slab).pop();
        slab.free(freed);
        assertThat(slab.pagesInUse()).isEqualTo(PAGES - 1);
        assertThat(slab.allocate(0)).isEqualTo(freed);
        assertThat(slab.allocate(0)).isZero();
    }

    @Test
    void shouldHandOutZeroedPages() {
        for (int round = 0; round < 3; round++) {
            Deque<Long> pages = takeAllOf(slab);
            for (long page : pages) {
                assertThat(isAll(page, 0)).isTrue();
                fill(page, -1);
            }
            pages.forEach(slab::free);
        }
    }

    @Test
    void shouldLeaveThePagesToBeKept() {
        int keep = 10;
        for (int page = 0; page < PAGES - keep; page++) {
            assertThat(slab.allocate(keep)).isNotZero();
        }
        assertThat(slab.allocate(keep)).isZero();
        assertThat(slab.pagesInUse()).isEqualTo(PAGES - keep);
        for (int page = 0; page < keep; page++) {
            assertThat(slab.allocate(0)).isNotZero();
        }
        assertThat(slab.allocate(0)).isZero();
    }

    @Test
    void shouldHaveNoPagesWhenTheSystemRefuses() {
        Slab refused = new Slab(IMPOSSIBLE_BYTES);
        assertThat(refused.pages()).isZero();
        assertThat(refused.allocate(0)).isZero();
        assertThat(refused.pagesInUse()).isZero();
    }

    @Test
    void shouldNeverShareAPageWhenThreadsRace() throws InterruptedException {
        Together.run(8, thread -> {
            SplittableRandom random = new SplittableRandom(thread);
            Deque<Long> mine = new ArrayDeque<>();
            for (int round = 0; round < 20_000; round++) {
                long page = mine.size() < 8 && random.nextBoolean() ? slab.allocate(0) : 0;
                if (page != 0) {
                    assertThat(isAll(page, 0)).isTrue();
                    fill(page, thread + 1);
                    mine.add(page);
                } else if (!mine.isEmpty()) {
                    long given = mine.remove();
                    assertThat(isAll(given, thread + 1)).isTrue();
                    slab.free(given);
                }
            }
            mine.forEach(slab::free);
        });
        assertThat(slab.pagesInUse()).isZero();
        assertThat(new HashSet<>(takeAllOf(slab))).hasSize(PAGES);
    }

    /** Few pages, taken in pairs and given back in both orders: the head of the free list is often the same again. */
    @Test
    void shouldNeverShareAPageWhenPagesComeBackAtOnce() throws InterruptedException {
        Slab small = new Slab(4L * PageLayout.PAGE_BYTES);
        Together.run(4, thread -> {
            for (int round = 0; round < 1_000_000; round++) {
                long one = owned(small.allocate(0), thread);
                long two = owned(small.allocate(0), thread);
                giveBack(small, round % 2 == 0 ? one : two, thread);
                giveBack(small, round % 2 == 0 ? two : one, thread);
            }
        });
        assertThat(small.pagesInUse()).isZero();
        assertThat(new HashSet<>(takeAllOf(small))).hasSize(4);
    }

    private static long owned(long page, int thread) {
        if (page != 0 && !OffHeap.casLong(page + 8, 0, thread + 1)) {
            throw new AssertionError("a page of somebody else");
        }
        return page;
    }

    private static void giveBack(Slab slab, long page, int thread) {
        if (page != 0) {
            if (!OffHeap.casLong(page + 8, thread + 1, 0)) {
                throw new AssertionError("somebody else wrote to a page");
            }
            slab.free(page);
        }
    }

    private static Deque<Long> takeAllOf(Slab slab) {
        Deque<Long> pages = new ArrayDeque<>();
        for (long page = slab.allocate(0); page != 0; page = slab.allocate(0)) {
            pages.add(page);
        }
        return pages;
    }

    private static void fill(long page, long value) {
        for (int at = 0; at < PageLayout.PAGE_BYTES; at += 8) {
            OffHeap.putLong(page + at, value);
        }
    }

    private static boolean isAll(long page, long value) {
        for (int at = 0; at < PageLayout.PAGE_BYTES; at += 8) {
            if (OffHeap.getLong(page + at) != value) {
                return false;
            }
        }
        return true;
    }
}
