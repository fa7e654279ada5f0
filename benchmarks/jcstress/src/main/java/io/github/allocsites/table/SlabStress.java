// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** E7: the head of the slab's free list. */
final class SlabStress {
    private static final int PAGES = 3;

    private SlabStress() {}

    @JCStressTest
    @Description("E7: a page that was taken and given back does not bring its old successor back")
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "three pages, each with one holder")
    @Outcome(expect = FORBIDDEN, desc = "a page was handed out twice, or lost")
    @State
    public static class TakenAndGivenBack {
        private final Slab slab = new Slab((long) PAGES * PageLayout.PAGE_BYTES);
        private final Meeting meeting = new Meeting();
        private long one;
        private long other;

        /** All pages are in the free list. */
        public TakenAndGivenBack() {
            long[] pages = {slab.allocate(0), slab.allocate(0), slab.allocate(0)};
            for (long page : pages) {
                slab.free(page);
            }
        }

        @Actor
        public void one() {
            meeting.meet();
            slab.free(slab.allocate(0));
            one = slab.allocate(0);
        }

        @Actor
        public void other() {
            meeting.meet();
            long taken = slab.allocate(0);
            other = slab.allocate(0);
            slab.free(taken);
        }

        @Arbiter
        public void end(II_Result r) {
            List<Long> holders = new ArrayList<>(List.of(one, other));
            for (long page = slab.allocate(0); page != 0 && holders.size() <= PAGES; page = slab.allocate(0)) {
                holders.add(page);
            }
            r.r1 = holders.size();
            r.r2 = new HashSet<>(holders).size();
            SmallArenas.free(slab);
        }
    }
}
