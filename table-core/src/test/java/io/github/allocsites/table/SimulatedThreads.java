// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Threads without execution: a test acts for each of them, one after the other, and says when they die. So a thread can
 * stand still or end at any point, and there can be more of them than the machine would run. Ids are never used twice.
 */
final class SimulatedThreads {
    private static final int STRIDE = 1 << 16;
    private static final int ATTACHING_ONE_IN = 50;

    private final List<One> living = new ArrayList<>();
    private final List<Long> colliding;
    private long nextDense = 2_000_000_000L;
    private long nextStrided = 3_000_000_000L;
    private int nextColliding;

    /** A thread, and the tokens of its own work under way. */
    static final class One {
        final Thread thread;
        final Deque<Long> ownWork = new ArrayDeque<>();

        private One(long id) {
            thread = CraftedThreads.withId(id);
            CraftedThreads.alive(thread, true);
        }

        /** Whether its events are nobody's; work that began without a cell could not be covered. */
        boolean covered() {
            return ownWork.stream().anyMatch(token -> token != 0);
        }

        private void die() {
            CraftedThreads.alive(thread, false);
        }
    }

    SimulatedThreads(Arenas arenas, int mostColliding) {
        colliding = CraftedThreads.idsWithOneHome(arenas, mostColliding);
    }

    /** A new thread: its id is dense, equal to others modulo a power of two, of one home cell with others, or 0. */
    One start(SplittableRandom random) {
        long id;
        if (random.nextInt(ATTACHING_ONE_IN) == 0) {
            id = 0;
        } else if (random.nextInt(3) == 0 && nextColliding < colliding.size()) {
            id = colliding.get(nextColliding++);
        } else {
            id = random.nextBoolean() ? nextDense++ : (nextStrided += STRIDE);
        }
        One started = new One(id);
        living.add(started);
        return started;
    }

    int count() {
        return living.size();
    }

    One any(SplittableRandom random) {
        return living.get(random.nextInt(living.size()));
    }

    /** Where it stands: own work that it began never ends. */
    void killAny(SplittableRandom random) {
        living.remove(random.nextInt(living.size())).die();
    }

    void killAll() {
        living.forEach(One::die);
        living.clear();
    }
}
