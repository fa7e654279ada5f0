// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** T4 to T6: the table's memory, from the first record to the end of its last user. */
final class TableMemoryStress {
    private TableMemoryStress() {}

    @JCStressTest
    @Description("T4: racing first records share one table, and the loser's memory is freed")
    @Outcome(id = "1, 1, true", expect = ACCEPTABLE, desc = "both events in one table")
    @Outcome(expect = FORBIDDEN, desc = "an event went with a lost table, or the process grows")
    @State
    public static class RacingFirstRecords {
        private static final int BUCKETS = 1024;
        private static final int DEPTH = 8;

        private final CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            SmallTable.record(table, 1, 11);
        }

        @Actor
        public void other() {
            meeting.meet();
            SmallTable.record(table, 2, 22);
        }

        @Arbiter
        public void end(IIZ_Result r) {
            TableSnapshot snapshot = table.snapshot();
            r.r1 = SmallTable.count(snapshot, 1, 11L);
            r.r2 = SmallTable.count(snapshot, 2, 22L);
            r.r3 = table.bytes() == (long) BUCKETS * BucketLayout.bytes(DEPTH) && ResidentMemory.isBounded();
            table.reset();
        }
    }

    @JCStressTest
    @Description("T6: records that need a later part share one, and the loser's memory is freed")
    @Outcome(id = "1, 1, true", expect = ACCEPTABLE, desc = "both events in one part")
    @Outcome(expect = FORBIDDEN, desc = "an event went with a lost part, or the process grows")
    @State
    public static class RacingLaterParts {
        private static final int BUCKETS = 4096;
        private static final int DEPTH = 8;
        private static final long HASH = 42;

        private final CallSiteTable table = new CallSiteTable(BUCKETS, DEPTH);
        private final Meeting meeting = new Meeting();

        public RacingLaterParts() {
            for (int probe = 11; probe < 11 + BucketSearch.WINDOW_BUCKETS / 4; probe++) {
                record(probe);
            }
        }

        private void record(int probe) {
            table.record(probe, new long[] {probe}, 1, HASH, 1, SmallTable.EVENT_BYTES);
        }

        @Actor
        public void one() {
            meeting.meet();
            record(1);
        }

        @Actor
        public void other() {
            meeting.meet();
            record(2);
        }

        @Arbiter
        public void end(IIZ_Result r) {
            TableSnapshot snapshot = table.snapshot();
            r.r1 = SmallTable.count(snapshot, 1, 1L);
            r.r2 = SmallTable.count(snapshot, 2, 2L);
            r.r3 = table.bytes() == BUCKETS / 2 * (long) BucketLayout.bytes(DEPTH) && ResidentMemory.isBounded();
            table.reset();
        }
    }

    @JCStressTest
    @Description("T5: a reset frees no memory that a recorder is in")
    @Outcome(id = "true, true, [0-2]", expect = ACCEPTABLE, desc = "events of before the reset went with it")
    @Outcome(expect = FORBIDDEN, desc = "freed memory was touched, memory leaked, or an event was dropped")
    @State
    public static class ResetWhileRecording {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();
        private long reused;

        @Actor
        public void recorder(ZZI_Result r) {
            meeting.meet();
            r.r1 = SmallTable.record(table, 1, 11) & SmallTable.record(table, 1, 11);
        }

        /** The allocator hands out first what was given back last. */
        @Actor
        public void resetter() {
            meeting.meet();
            table.reset();
            reused = OffHeap.allocate(SmallTable.BYTES);
            OffHeap.zero(reused, SmallTable.BYTES);
        }

        @Arbiter
        public void end(ZZI_Result r) {
            table.release();
            r.r2 = isZero(reused) && table.bytes() <= SmallTable.BYTES && table.droppedEver() == 0;
            r.r2 &= ResidentMemory.isBounded();
            r.r3 = SmallTable.count(table.snapshot(), 1, 11L);
            table.reset();
            OffHeap.free(reused);
        }

        private static boolean isZero(long memory) {
            long bits = 0;
            for (int at = 0; at < SmallTable.BYTES; at += 8) {
                bits |= OffHeap.getLong(memory + at);
            }
            return bits == 0;
        }
    }

    @JCStressTest
    @Description("T5: a reset frees no memory that a reader is in")
    @Outcome(
            id = {"false, true", "true, true"},
            expect = ACCEPTABLE,
            desc = "the snapshot is of after the reset, of before")
    @Outcome(expect = FORBIDDEN, desc = "freed memory was read, or memory leaked")
    @State
    public static class ResetWhileReading {
        private static final int FOREIGN = 66;
        private static final long[] FRAMES = {66};

        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();
        private long reused;
        private boolean foreign;

        @Actor
        public void reader(ZZ_Result r) {
            meeting.meet();
            TableSnapshot snapshot = table.snapshot();
            r.r1 = SmallTable.has(snapshot, 99);
            foreign = SmallTable.has(snapshot, FOREIGN);
        }

        /** Whoever reads the memory that was given back finds a call site that nobody recorded. */
        @Actor
        public void resetter() {
            meeting.meet();
            table.reset();
            reused = OffHeap.allocate(SmallTable.BYTES);
            OffHeap.zero(reused, SmallTable.BYTES);
            for (int at = 0; at < SmallTable.BYTES; at += BucketLayout.bytes(SmallTable.DEPTH)) {
                OffHeap.putLong(reused + at + BucketLayout.HASH, 1);
                OffHeap.putInt(reused + at + BucketLayout.PROBE, FOREIGN);
                OffHeap.putLong(reused + at + BucketLayout.FRAMES, FRAMES[0]);
                OffHeap.putIntRelease(reused + at + BucketLayout.FRAME_COUNT, 1);
            }
        }

        @Arbiter
        public void end(ZZ_Result r) {
            table.release();
            r.r2 = !foreign && table.bytes() <= SmallTable.BYTES && ResidentMemory.isBounded();
            table.reset();
            OffHeap.free(reused);
        }
    }
}
