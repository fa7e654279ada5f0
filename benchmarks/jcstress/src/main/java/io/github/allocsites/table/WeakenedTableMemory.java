// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** T4 to T6 without their edges. What T5 would free is zeroed and kept, so that a late write shows. */
final class WeakenedTableMemory {
    private static final long HASH = 42;
    private static final long[] FRAMES = {11};

    private WeakenedTableMemory() {}

    private static BucketMemory one() {
        return BucketMemory.allocate(1, SmallTable.DEPTH);
    }

    private static void record(BucketMemory in) {
        record(in, in.bucket(0));
    }

    private static void record(BucketMemory in, long bucket) {
        if (BucketMemory.claim(bucket, HASH)) {
            in.publish(bucket, 1, FRAMES, 1);
        }
        BucketMemory.add(bucket, 1, SmallTable.EVENT_BYTES);
    }

    @JCStressTest
    @Description("T4 weakened: the first record looks, then stores its table")
    @Outcome(
            id = {"2, 1", "2, 2"},
            expect = ACCEPTABLE,
            desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "an event went with a lost table")
    @State
    public static class RacingFirstRecords {
        private final AtomicReference<BucketMemory> memory = new AtomicReference<>();
        private BucketMemory ofOne;
        private BucketMemory ofOther;

        @Actor
        public void one() {
            if (memory.get() == null) {
                ofOne = WeakenedTableMemory.one();
                memory.set(ofOne);
            }
            record(memory.get());
        }

        @Actor
        public void other() {
            if (memory.get() == null) {
                ofOther = WeakenedTableMemory.one();
                memory.set(ofOther);
            }
            record(memory.get());
        }

        @Arbiter
        public void end(II_Result r) {
            r.r1 = (int) BucketMemory.count(memory.get().bucket(0));
            r.r2 = free(ofOne) + free(ofOther);
        }

        private static int free(BucketMemory made) {
            if (made == null) {
                return 0;
            }
            made.free();
            return 1;
        }
    }

    @JCStressTest
    @Description("T5 weakened: who raises the users does not look at the reference again")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "freed memory was touched")
    @State
    public static class ResetWithoutSecondLook {
        private final BucketMemory made = one();
        private final AtomicReference<BucketMemory> memory = new AtomicReference<>(made);
        private final Meeting meeting = new Meeting();
        private boolean freed;

        @Actor
        public void recorder() {
            meeting.meet();
            BucketMemory in = memory.get();
            if (in != null) {
                in.users.getAndIncrement();
                record(in);
                in.users.getAndDecrement();
            }
        }

        @Actor
        public void resetter() {
            meeting.meet();
            BucketMemory before = memory.getAndSet(null);
            if (before.users.get() == 0) {
                freed = true;
                OffHeap.zero(before.bucket(0), before.bytes());
            }
        }

        @Arbiter
        public void end(Z_Result r) {
            r.r1 = !freed || BucketMemory.count(made.bucket(0)) == 0;
            made.free();
        }
    }

    @JCStressTest
    @Description("T5 weakened: the reset does not ask for users")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(id = "false", expect = ACCEPTABLE_INTERESTING, desc = "freed memory was touched")
    @State
    public static class ResetWithoutUsers {
        private final BucketMemory made = one();
        private final AtomicReference<BucketMemory> memory = new AtomicReference<>(made);
        private final Meeting meeting = new Meeting();

        @Actor
        public void recorder() {
            meeting.meet();
            BucketMemory in = memory.get();
            if (in != null) {
                record(in);
            }
        }

        @Actor
        public void resetter() {
            meeting.meet();
            BucketMemory before = memory.getAndSet(null);
            OffHeap.zero(before.bucket(0), before.bytes());
        }

        @Arbiter
        public void end(Z_Result r) {
            r.r1 = BucketMemory.count(made.bucket(0)) == 0;
            made.free();
        }
    }

    @JCStressTest
    @Description("T6 weakened: a later part is looked for, then stored")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "an event went with a lost part")
    @State
    public static class RacingLaterParts {
        private final BucketMemory ofOne = WeakenedTableMemory.one();
        private final BucketMemory ofOther = WeakenedTableMemory.one();
        private final AtomicLong part = new AtomicLong();
        private final Meeting meeting = new Meeting();

        @Actor
        public void one() {
            meeting.meet();
            recordIn(ofOne);
        }

        @Actor
        public void other() {
            meeting.meet();
            recordIn(ofOther);
        }

        private void recordIn(BucketMemory made) {
            if (part.get() == 0) {
                part.set(made.bucket(0));
            }
            record(made, part.get());
        }

        @Arbiter
        public void end(I_Result r) {
            r.r1 = (int) BucketMemory.count(part.get());
            ofOne.free();
            ofOther.free();
        }
    }
}
