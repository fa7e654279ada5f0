// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** E7 without its edge: the head has no tag. A page is a number from 1 to 3. */
final class WeakenedSlab {
    private static final int PAGES = 3;

    private WeakenedSlab() {}

    @JCStressTest
    @Description("E7 weakened: the free list's head has no tag")
    @Outcome(id = "3, 3", expect = ACCEPTABLE, desc = "as with the edge")
    @Outcome(expect = ACCEPTABLE_INTERESTING, desc = "a page was handed out twice, or lost")
    @State
    public static class TakenAndGivenBack {
        private final AtomicInteger head = new AtomicInteger(1);
        private final int[] next = {0, 2, 3, 0};
        private final Meeting meeting = new Meeting();
        private int one;
        private int other;

        @Actor
        public void one() {
            meeting.meet();
            for (int turn = 0; turn < 32; turn++) {
                push(pop());
            }
            one = pop();
        }

        @Actor
        public void other() {
            meeting.meet();
            for (int turn = 0; turn < 32; turn++) {
                int taken = pop();
                int held = pop();
                push(taken);
                push(held);
            }
            int taken = pop();
            other = pop();
            push(taken);
        }

        private int pop() {
            while (true) {
                int page = head.get();
                if (page == 0 || head.compareAndSet(page, next[page])) {
                    return page;
                }
            }
        }

        private void push(int page) {
            int before;
            do {
                before = head.get();
                next[page] = before;
            } while (page != 0 && !head.compareAndSet(before, page));
        }

        @Arbiter
        public void end(II_Result r) {
            List<Integer> holders = new ArrayList<>(List.of(one, other));
            for (int page = pop(); page != 0 && holders.size() <= PAGES; page = pop()) {
                holders.add(page);
            }
            r.r1 = holders.size();
            r.r2 = new HashSet<>(holders).size();
        }
    }
}
