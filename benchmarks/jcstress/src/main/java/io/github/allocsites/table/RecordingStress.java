// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** The whole way: hooks against the readers of the process, all samples on one probe. */
final class RecordingStress {
    private static final int PROBE;
    private static final LongAdder EVENTS = new LongAdder();

    static {
        Settings.fix(new Settings(1L << 20, CallSiteTable.MIN_BUCKETS, 1, Settings.NO_STACK, 8));
        PROBE = Recording.addProbe(new Probe(1, ProbesStress.METHOD, 1, "byte[]", Probe.SIZE_VARIES));
    }

    private RecordingStress() {}

    private static void event() {
        Hook.array1(Thread.currentThread(), 8, PROBE);
        EVENTS.increment();
    }

    @JCStressTest
    @Description("Record against drain: totals never decrease, and in the end every event is there")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "in order and exact")
    @Outcome(expect = FORBIDDEN, desc = "a total decreased, or an event is lost or counted twice")
    @State
    public static class HookAgainstTotals {
        private final Meeting meeting = new Meeting();

        @Actor
        public void recorder() {
            meeting.meet();
            for (int event = 0; event < 8; event++) {
                event();
            }
        }

        @Actor
        public void reader(ZZ_Result r) {
            meeting.meet();
            event();
            ProbeTotals before = Recording.totals();
            event();
            ProbeTotals after = Recording.totals();
            r.r1 = before.count(PROBE) < after.count(PROBE) && before.bytes(PROBE) < after.bytes(PROBE);
        }

        @Arbiter
        public void end(ZZ_Result r) {
            ProbeTotals totals = Recording.totals();
            r.r2 = totals.count(PROBE) == EVENTS.sum() && totals.bytes(PROBE) == EVENTS.sum() * Hook.arrayBytes(8, 1);
        }
    }
}
