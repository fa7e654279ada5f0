// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.instrument.InstrumentingTransformer;
import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.table.Recording;

/**
 * Runs everything once that later runs inside hooks and class loading, so that nothing of it is loaded or linked for
 * the first time there. The transformer for loading is at work already, no class of the JDK carries hooks yet.
 */
final class WarmUp {
    private static final int TIMES = 3;

    private WarmUp() {}

    /**
     * Before any class is offered: what the transformer itself needs must not be among those it is offered. Caches
     * of boxes are, because reading a class file boxes its constants.
     */
    static void rehearse(InstrumentingTransformer transformer) {
        Object[] boxes = {(byte) 1, (short) 1, 'a', 1, 1L, 1f, 1d, true};
        for (int i = 0; i < TIMES; i++) {
            transformer.rehearse(Sample.file("allocsites/check/Rehearsal"));
            for (Class<?> type : new Class<?>[] {boxes[4].getClass(), String.class, Thread.class, ClassLoader.class}) {
                transformer.rehearse(type);
            }
        }
    }

    static void run(WalkedStacks stacks) throws ReflectiveOperationException {
        Recording.capture(stacks);
        for (int i = 0; i < TIMES; i++) {
            Sample.load("WarmUp" + i).run(TIMES);
        }
        Recording.capture(null);
        Recording.totals();
        Recording.table().reset();
    }
}
