// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JJI_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** T1, T2 and T3 without their edges, on the memory of a shipped bucket. */
final class WeakenedBuckets {
    private static final long HASH = 42;

    private WeakenedBuckets() {}

    @JCStressTest
    @Description("T1 weakened: a bucket is claimed by a plain store")
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "an event under another's frames")
    @State
    public static class RacingClaims {
        private static final long[] ONE = {11};
        private static final long[] OTHER = {22};

        private final BucketMemory memory = BucketMemory.allocate(2, SmallTable.DEPTH);

        @Actor
        public void one() {
            record(1, ONE);
        }

        @Actor
        public void other() {
            record(2, OTHER);
        }

        private void record(int probe, long[] frames) {
            for (int index = 0; index < 2; index++) {
                long bucket = memory.bucket(index);
                if (BucketMemory.hash(bucket) == 0) {
                    OffHeap.putLong(bucket + BucketLayout.HASH, HASH);
                    memory.publish(bucket, probe, frames, 1);
                    BucketMemory.add(bucket, 1, SmallTable.EVENT_BYTES);
                    return;
                }
            }
        }

        @Arbiter
        public void end(II_Result r) {
            for (int index = 0; index < 2; index++) {
                long bucket = memory.bucket(index);
                r.r1 += BucketMemory.probe(bucket) == 1 ? (int) BucketMemory.count(bucket) : 0;
                r.r2 += BucketMemory.probe(bucket) == 2 ? (int) BucketMemory.count(bucket) : 0;
            }
            memory.free();
        }
    }

    @JCStressTest
    @Description("T2 weakened: the frame count is stored before the frames")
    @Outcome(
            id = {"0, 0, 0", "64, 7, 73"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "torn frames")
    @State
    public static class PublishedBucket {
        private static final int FRAMES = 64;

        private final BucketMemory memory = BucketMemory.allocate(1, FRAMES);

        @Actor
        public void recorder() {
            long bucket = memory.bucket(0);
            BucketMemory.claim(bucket, HASH);
            OffHeap.putInt(bucket + BucketLayout.FRAME_COUNT, FRAMES);
            OffHeap.putInt(bucket + BucketLayout.PROBE, 7);
            for (int frame = 0; frame < FRAMES; frame++) {
                OffHeap.putLong(bucket + BucketLayout.FRAMES + 8L * frame, 5 + frame);
            }
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
    @Description("T2 weakened: a sample is added without waiting for the frame count, whose store takes it back")
    @Outcome(id = "3, 2", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "a sample is lost")
    @State
    public static class SamplesBesideFrames {
        private static final long[] FRAMES = {11, 12, 13};

        private final BucketMemory memory = BucketMemory.allocate(1, SmallTable.DEPTH);

        @Actor
        public void one() {
            record();
        }

        @Actor
        public void other() {
            record();
        }

        private void record() {
            long bucket = memory.bucket(0);
            if (BucketMemory.claim(bucket, HASH)) {
                memory.publish(bucket, 1, FRAMES, FRAMES.length);
            }
            BucketMemory.add(bucket, 1, SmallTable.EVENT_BYTES);
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = BucketMemory.frameCount(memory.bucket(0));
            r.r2 = BucketMemory.samples(memory.bucket(0));
            memory.free();
        }
    }

    @JCStressTest
    @Description("T3 weakened: an add is a load and a store")
    @Outcome(id = "128, 1280, 128", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "an event, its bytes or its sample is lost")
    @State
    public static class RacingAdds {
        private final BucketMemory memory = BucketMemory.allocate(1, SmallTable.DEPTH);
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            for (int event = 0; event < 64; event++) {
                add(memory.bucket(0));
            }
        }

        @Actor
        public void other() {
            meeting.meet();
            for (int event = 0; event < 64; event++) {
                add(memory.bucket(0));
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
    @Description("T3 weakened: an add is a load and a store, and a late store takes a count back")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "a count decreased")
    @State
    public static class GrowingCounts {
        private final BucketMemory memory = BucketMemory.allocate(1, SmallTable.DEPTH);
        private final Meeting meeting = new Meeting();

        @Actor
        public void recorder() {
            meeting.meet();
            for (int event = 0; event < 256; event++) {
                add(memory.bucket(0));
            }
        }

        @Actor
        public void reader(Z_Result r) {
            meeting.meet();
            long bucket = memory.bucket(0);
            long before = 0;
            r.r1 = true;
            for (int event = 0; event < 256; event++) {
                add(bucket);
                long after = BucketMemory.count(bucket);
                r.r1 &= before <= after;
                before = after;
            }
        }

        @Arbiter
        public void end() {
            memory.free();
        }
    }

    private static void add(long bucket) {
        int word = OffHeap.getInt(bucket + BucketLayout.FRAME_COUNT);
        OffHeap.putInt(bucket + BucketLayout.FRAME_COUNT, word + (1 << BucketLayout.SAMPLES_SHIFT));
        OffHeap.putLong(bucket + BucketLayout.COUNT, OffHeap.getLong(bucket + BucketLayout.COUNT) + 1);
        OffHeap.putLong(
                bucket + BucketLayout.BYTES, OffHeap.getLong(bucket + BucketLayout.BYTES) + SmallTable.EVENT_BYTES);
    }
}
