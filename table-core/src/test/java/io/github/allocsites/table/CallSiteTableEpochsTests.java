// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.CallSiteTable.Result;
import io.github.allocsites.table.RandomSites.Key;
import io.github.allocsites.table.RandomSites.Site;
import io.github.allocsites.table.TableSnapshot.CallSite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Threads that record and keep ledgers of their own, while others reset, drain and look. {@code
 * -Dallocsites.model.seed=S} repeats the threads' scripts, not their order.
 */
final class CallSiteTableEpochsTests {
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());
    private static final int WRITERS = 3;
    private static final int EVENTS = 400_000;
    private static final int SITES = 96;
    private static final int DEPTH = 4;
    private static final int REPLACEMENTS = 4_000;
    private static final int HELD = 500;
    private static final int SITES_OF_A_WRITER = 8;

    /** What one thread did, in its own plain arrays. */
    private static final class Ledger {
        final long[] counts = new long[SITES];
        final long[] bytes = new long[SITES];
        long dropped;

        void run(CallSiteTable table, Site[] sites, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int event = 0; event < EVENTS; event++) {
                int number = random.nextInt(SITES);
                long events = 1 + random.nextInt(3);
                long size = random.nextInt(1_000);
                Result result = sites[number].record(table, DEPTH, events, size);
                if (result == Result.RECORDED) {
                    counts[number] += events;
                    bytes[number] += size;
                } else if (result == Result.DROPPED) {
                    dropped += events;
                }
            }
        }
    }

    /**
     * The records that were under way at a reset are in what was replaced, and only there: nothing is lost, nothing is
     * doubled. In 64 buckets many are dropped.
     */
    @ParameterizedTest
    @ValueSource(ints = {64, 128, 4_096})
    void shouldKeepEveryEventInOneEpochWhenResetWhileRecording(int buckets) throws InterruptedException {
        CallSiteTable table = new CallSiteTable(buckets, DEPTH);
        Site[] sites = sites(buckets);
        Ledger[] ledgers = new Ledger[WRITERS];
        Map<Key, long[]> epochs = new HashMap<>();
        AtomicInteger writing = new AtomicInteger(WRITERS);
        Together.run(WRITERS + 2, thread -> {
            if (thread < WRITERS) {
                ledgers[thread] = new Ledger();
                ledgers[thread].run(table, sites, SEED + thread);
                writing.decrementAndGet();
            } else if (thread == WRITERS) {
                turnEpochs(table, buckets, writing, epochs);
            } else {
                lookAndRelease(table, writing);
            }
        });
        addTo(epochs, TableMemory.takeWhole(table, buckets, DEPTH));
        assertThat(epochs.size()).as("rows, seed " + SEED).isGreaterThan(SITES / 2);
        assertEqual(epochs, ledgers, sites);
        long dropped = 0;
        for (Ledger ledger : ledgers) {
            dropped += ledger.dropped;
        }
        assertThat(table.droppedEver()).as("seed " + SEED).isEqualTo(dropped);
        assertThat(table.bytes()).isZero();
    }

    private static Site[] sites(int buckets) {
        RandomSites random = new RandomSites(SEED, buckets, DEPTH);
        Site[] sites = new Site[SITES];
        for (int number = 0; number < SITES; number++) {
            sites[number] = random.site(number);
        }
        return sites;
    }

    private static void turnEpochs(CallSiteTable table, int buckets, AtomicInteger writing, Map<Key, long[]> epochs) {
        SplittableRandom random = new SplittableRandom(SEED - 1);
        while (writing.get() > 0) {
            switch (random.nextInt(3)) {
                case 0 -> addTo(epochs, TableMemory.takeWhole(table, buckets, DEPTH));
                case 1 -> table.release();
                default -> table.snapshot();
            }
        }
    }

    private static void lookAndRelease(CallSiteTable table, AtomicInteger writing) {
        while (writing.get() > 0) {
            TableSnapshot snapshot = table.snapshot();
            assertThat(snapshot.callSites()).hasSizeLessThanOrEqualTo(snapshot.capacityBuckets());
            table.release();
        }
    }

    private static void addTo(Map<Key, long[]> epochs, TableSnapshot snapshot) {
        for (CallSite site : snapshot.callSites()) {
            long[] row = epochs.computeIfAbsent(ModelTable.key(site), key -> new long[2]);
            row[0] += site.count();
            row[1] += site.bytes();
        }
    }

    private static void assertEqual(Map<Key, long[]> epochs, Ledger[] ledgers, Site[] sites) {
        Map<Key, long[]> expected = new HashMap<>();
        for (int number = 0; number < SITES; number++) {
            long[] row = expected.computeIfAbsent(sites[number].key(DEPTH), key -> new long[2]);
            for (Ledger ledger : ledgers) {
                row[0] += ledger.counts[number];
                row[1] += ledger.bytes[number];
            }
        }
        expected.values().removeIf(row -> row[0] == 0); // no frames, or never a free bucket
        assertThat(epochs.keySet()).as("seed " + SEED).isEqualTo(expected.keySet());
        expected.forEach(
                (key, row) -> assertThat(epochs.get(key)).as("seed " + SEED).containsExactly(row));
    }

    /** Who comes late finds that it was replaced. A count that moves afterwards would be lost with its memory. */
    @Test
    void shouldLetNobodyIntoWhatWasReplacedAndLeft() throws InterruptedException {
        CallSiteTable table = new CallSiteTable(CallSiteTable.MIN_BUCKETS, DEPTH);
        AtomicBoolean turning = new AtomicBoolean(true);
        Together.run(WRITERS + 1, thread -> {
            if (thread < WRITERS) {
                for (long frame = thread; turning.get(); frame++) {
                    table.record(thread, new long[] {frame & 7}, 1, 1, 16);
                }
            } else {
                try {
                    replaceOften(table);
                } finally {
                    turning.set(false);
                }
            }
        });
        table.reset();
        assertThat(table.bytes()).isZero();
    }

    private static void replaceOften(CallSiteTable table) {
        Deque<BucketMemory> left = new ArrayDeque<>();
        Deque<Long> counts = new ArrayDeque<>();
        for (int replaced = 0; replaced < REPLACEMENTS; ) {
            BucketMemory memory = TableMemory.replace(table);
            if (memory != null) {
                left.add(memory);
                counts.add(TableMemory.count(memory));
                replaced++;
            }
            if (left.size() == HELD || replaced == REPLACEMENTS) {
                for (BucketMemory old : left) {
                    assertThat(TableMemory.count(old)).isEqualTo(counts.remove());
                    old.users.getAndDecrement();
                }
                left.clear();
                table.release();
            }
        }
    }

    /** How far each writer is; event number e of a thread is of its site e % SITES_OF_A_WRITER. */
    private static final class Progress {
        final AtomicLongArray begun = new AtomicLongArray(WRITERS);
        final AtomicLongArray finished = new AtomicLongArray(WRITERS);

        void record(CallSiteTable table, int thread) {
            for (int event = 0; event < EVENTS; event++) {
                begun.set(thread, event + 1);
                int site = event % SITES_OF_A_WRITER;
                table.record(thread, new long[] {site}, 1, 1, 16);
                finished.set(thread, event + 1);
            }
        }

        long[] of(AtomicLongArray counts) {
            long[] copy = new long[WRITERS];
            for (int thread = 0; thread < WRITERS; thread++) {
                copy[thread] = counts.get(thread);
            }
            return copy;
        }
    }

    /**
     * By what the table offers to everybody: a snapshot holds all that began after the last reset had ended and was
     * finished when the snapshot began, and nothing that was finished before that reset or began after the snapshot.
     */
    @Test
    void shouldShowWhatWasRecordedSinceTheLastReset() throws InterruptedException {
        CallSiteTable table = new CallSiteTable(1 << 10, DEPTH);
        Progress progress = new Progress();
        AtomicInteger writing = new AtomicInteger(WRITERS);
        AtomicLong epochs = new AtomicLong();
        Together.run(WRITERS + 1, thread -> {
            if (thread < WRITERS) {
                progress.record(table, thread);
                writing.decrementAndGet();
            } else {
                long[] finishedBefore = new long[WRITERS];
                long[] begunBefore = new long[WRITERS];
                boolean last = false;
                while (!last) {
                    last = writing.get() == 0;
                    long[] finished = progress.of(progress.finished);
                    TableSnapshot snapshot = table.snapshot();
                    long[] begun = progress.of(progress.begun);
                    assertWithin(snapshot, begunBefore, finished, finishedBefore, begun);
                    if (epochs.incrementAndGet() % 3 > 0) {
                        finishedBefore = progress.of(progress.finished);
                        table.reset();
                        begunBefore = progress.of(progress.begun);
                    }
                }
            }
        });
        assertThat(epochs.get()).isGreaterThan(1);
        table.reset();
        assertThat(table.bytes()).isZero();
    }

    private static void assertWithin(
            TableSnapshot snapshot, long[] begunBefore, long[] finished, long[] finishedBefore, long[] begun) {
        long[][] seen = new long[WRITERS][SITES_OF_A_WRITER];
        for (CallSite site : snapshot.callSites()) {
            seen[site.probe()][site.frames().get(0).intValue()] = site.count();
            assertThat(site.bytes() % 16).isZero();
        }
        assertThat(snapshot.droppedEvents()).isZero();
        for (int thread = 0; thread < WRITERS; thread++) {
            for (int site = 0; site < SITES_OF_A_WRITER; site++) {
                long least = Math.max(0, events(site, finished[thread]) - events(site, begunBefore[thread]));
                long most = events(site, begun[thread]) - events(site, finishedBefore[thread]);
                assertThat(seen[thread][site]).isBetween(least, most);
            }
        }
    }

    /** Events at the site among the first ones of a thread. */
    private static long events(int site, long first) {
        return (first + SITES_OF_A_WRITER - 1 - site) / SITES_OF_A_WRITER;
    }
}
