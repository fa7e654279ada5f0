// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/** What the program under measurement does, drawn from a seed: the same script can be run and be computed. */
final class RandomEvents {
    static final int KINDS = 3;
    private static final int OBJECT = 0;
    private static final int FIXED = 1;
    private static final int LENGTHS = 64;
    private static final int OWN_WORK_ONE_IN = 50;

    /** Somebody who counts events: the hooks, or plain maps. */
    interface Counter {
        void object(int probe);

        void fixed(int probe);

        void array(int probe, int elementBytes, int length);

        void level(int probe, int arrays, int elementBytes, int length);

        /** Events of our own that must not be counted. */
        void ownWork(Runnable events);
    }

    private RandomEvents() {}

    /** The kind of a probe by its number in the test: object, constant length or any length. */
    static int kind(int probe) {
        return probe % KINDS;
    }

    /** Hands so many events at the first {@code probes} probes to the counter. */
    static void run(long seed, int events, int probes, Counter counter) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int event = 0; event < events; event++) {
            if (random.nextInt(OWN_WORK_ONE_IN) == 0) {
                long inner = random.nextLong();
                LongConsumer once = drawn -> one(new SplittableRandom(drawn), probes, counter);
                counter.ownWork(() -> once.accept(inner));
            } else {
                one(random, probes, counter);
            }
        }
    }

    private static void one(SplittableRandom random, int probes, Counter counter) {
        int probe = random.nextInt(probes);
        int elementBytes = 1 << random.nextInt(4);
        int length = random.nextInt(LENGTHS);
        if (kind(probe) == OBJECT) {
            counter.object(probe);
        } else if (kind(probe) == FIXED) {
            counter.fixed(probe);
        } else if (random.nextInt(10) == 0) {
            counter.level(probe, random.nextInt(5), elementBytes, length);
        } else {
            counter.array(probe, elementBytes, length);
        }
    }
}
