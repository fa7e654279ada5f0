// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.table.OwnWork;
import io.github.allocsites.table.Recording;

/** Hands over the arenas of ended threads every second, so that their memory serves the next ones. */
final class Drainer implements Runnable {
    private static final long PERIOD_MILLIS = 1000;

    private final OwnCost cost;

    private Drainer(OwnCost cost) {
        this.cost = cost;
    }

    static void start(OwnCost cost) {
        Thread thread = new Thread(null, new Drainer(cost), "allocsites-drain", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** Nothing this thread ever does is the application's. */
    @Override
    public void run() {
        OwnWork.begin();
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                long begun = cost.begin();
                Recording.drain();
                cost.end(begun);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
