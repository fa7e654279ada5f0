// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.List;
import java.util.stream.LongStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJI_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;

/** T1, T2 and T3: a bucket from claim to publication, and its counters. */
final class BucketsStress {
    private static final long HASH = 42;
    private static final long[] ONE = {11};
    private static final long[] OTHER = {22};

    private BucketsStress() {}

    @JCStressTest
    @Description("T1: call sites whose hashes are equal get a bucket each")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "each has its event")
    @Outcome(expect = FORBIDDEN, desc = "an event under another's frames, or under none")
    @State
    public static class RacingClaims {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            table.record(1, ONE, 1, HASH, 1, SmallTable.EVENT_BYTES);
        }

        @Actor
        public void other() {
            meeting.meet();
            table.record(2, OTHER, 1, HASH, 1, SmallTable.EVENT_BYTES);
        }

        @Arbiter
        public void end(II_Result r) {
            TableSnapshot snapshot = table.snapshot();
            r.r1 = SmallTable.count(snapshot, 1, 11L);
            r.r2 = SmallTable.count(snapshot, 2, 22L);
            table.reset();
        }
    }

    @JCStressTest
    @Description("T1, T3: racing events of one call site end in one row")
    @Outcome(id = "4", expect = ACCEPTABLE, desc = "every event")
    @Outcome(expect = FORBIDDEN, desc = "events are lost")
    @State
    public static class SameSite {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            SmallTable.record(table, 1, 11, 12, 13);
            SmallTable.record(table, 1, 11, 12, 13);
        }

        @Actor
        public void other() {
            meeting.meet();
            SmallTable.record(table, 1, 11, 12, 13);
            SmallTable.record(table, 1, 11, 12, 13);
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = SmallTable.count(table.snapshot(), 1, 11L, 12L, 13L);
            table.reset();
        }
    }

    @JCStressTest
    @Description("T2: who sees a frame count sees probe and frames")
    @Outcome(
            id = {"0, 0, 0", "64, 7, 73"},
            expect = ACCEPTABLE,
            desc = "not published, published")
    @Outcome(expect = FORBIDDEN, desc = "torn frames")
    @State
    public static class PublishedBucket {
        private static final int FRAMES = 64;
        private static final long[] IDS = LongStream.rangeClosed(5, 68).toArray();

        private final BucketMemory memory = BucketMemory.allocate(1, FRAMES);

        @Actor
        public void recorder() {
            BucketMemory.claim(memory.bucket(0), HASH);
            memory.publish(memory.bucket(0), 7, IDS, FRAMES);
        }

        @Actor
        public void reader(III_Result r) {
            long bucket = memory.bucket(0);
            r.r1 = Meeting.nonZero(() -> BucketMemory.frameCount(bucket));
            if (r.r1 != 0) {
                r.r2 = BucketMemory.probe(bucket);
                r.r3 = (int) (BucketMemory.frame(bucket, 0) + BucketMemory.frame(bucket, FRAMES - 1));
            }
        }

        @Arbiter
        public void end() {
            memory.free();
        }
    }

    @JCStressTest
    @Description("T2: a snapshot shows a call site whole or not at all")
    @Outcome(
            id = {"false, 0", "true, 0", "true, 1"},
            expect = ACCEPTABLE,
            desc = "not yet, without its event, with it")
    @Outcome(expect = FORBIDDEN, desc = "torn frames")
    @State
    public static class SnapshotWhileRecording {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();

        @Actor
        public void recorder() {
            meeting.meet();
            SmallTable.record(table, 1, 11, 12, 13);
        }

        @Actor
        public void reader(ZI_Result r) {
            meeting.meet();
            TableSnapshot snapshot = table.snapshot();
            r.r1 = snapshot.callSites().size() == 2;
            boolean whole = !r.r1 || SmallTable.has(snapshot, 1) && frames(snapshot, 11L, 12L, 13L);
            r.r2 = whole ? SmallTable.count(snapshot, 1, 11L, 12L, 13L) : -1;
        }

        private static boolean frames(TableSnapshot snapshot, Long... frames) {
            return snapshot.callSites().stream().anyMatch(site -> site.frames().equals(List.of(frames)));
        }

        @Arbiter
        public void end() {
            table.reset();
        }
    }

    @JCStressTest
    @Description("T3: adds of two recorders, none of them lost")
    @Outcome(id = "16, 160, 16", expect = ACCEPTABLE, desc = "all events with their bytes and samples")
    @Outcome(expect = FORBIDDEN, desc = "an event, its bytes or its sample is lost")
    @State
    public static class RacingAdds {
        private final BucketMemory memory = BucketMemory.allocate(1, SmallTable.DEPTH);

        @Actor
        public void one() {
            for (int event = 0; event < 8; event++) {
                BucketMemory.add(memory.bucket(0), 1, SmallTable.EVENT_BYTES);
            }
        }

        @Actor
        public void other() {
            for (int event = 0; event < 8; event++) {
                BucketMemory.add(memory.bucket(0), 1, SmallTable.EVENT_BYTES);
            }
        }

        @Arbiter
        public void end(JJI_Result r) {
            r.r1 = BucketMemory.count(memory.bucket(0));
            r.r2 = BucketMemory.bytes(memory.bucket(0));
            r.r3 = BucketMemory.samples(memory.bucket(0));
            memory.free();
        }
    }

    @JCStressTest
    @Description("T2, T3: samples share a word with the frame count, and none is lost to its publication")
    @Outcome(id = "3, 4", expect = ACCEPTABLE, desc = "every frame and every sample")
    @Outcome(expect = FORBIDDEN, desc = "a sample is lost, or the frame count is torn")
    @State
    public static class SamplesBesideFrames {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            SmallTable.record(table, 1, 11, 12, 13);
            SmallTable.record(table, 1, 11, 12, 13);
        }

        @Actor
        public void other() {
            meeting.meet();
            SmallTable.record(table, 1, 11, 12, 13);
            SmallTable.record(table, 1, 11, 12, 13);
        }

        @Arbiter
        public void end(II_Result r) {
            for (TableSnapshot.CallSite site : table.snapshot().callSites()) {
                r.r1 = site.probe() == 1 ? site.frames().size() : r.r1;
                r.r2 = site.probe() == 1 ? (int) site.samples() : r.r2;
            }
            table.reset();
        }
    }

    @JCStressTest
    @Description("T3: a call site's count never decreases from one snapshot to the next")
    @Outcome(id = "true, 3", expect = ACCEPTABLE, desc = "in order, and complete in the end")
    @Outcome(expect = FORBIDDEN, desc = "a count decreased, or an event is lost")
    @State
    public static class GrowingCounts {
        private final CallSiteTable table = SmallTable.used();
        private final Meeting meeting = new Meeting();

        @Actor
        public void recorder() {
            meeting.meet();
            SmallTable.record(table, 1, 11);
            SmallTable.record(table, 1, 11);
        }

        @Actor
        public void reader(ZI_Result r) {
            meeting.meet();
            SmallTable.record(table, 1, 11);
            int before = SmallTable.count(table.snapshot(), 1, 11L);
            int after = SmallTable.count(table.snapshot(), 1, 11L);
            r.r1 = 1 <= before && before <= after && after <= 3;
        }

        @Arbiter
        public void end(ZI_Result r) {
            r.r2 = SmallTable.count(table.snapshot(), 1, 11L);
            table.reset();
        }
    }
}
