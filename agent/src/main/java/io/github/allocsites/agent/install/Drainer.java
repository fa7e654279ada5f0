// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.cost.BusyTime;
import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.agent.snapshot.HeapPeak;
import io.github.allocsites.table.OwnWork;
import io.github.allocsites.table.Recording;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;

/**
 * Hands over the arenas of ended threads every second, so that their memory serves the next ones, and looks at the
 * heap's use after each collection: that is when the JVM clears a reference to an object nobody holds.
 */
final class Drainer implements Runnable {
    private static final long PERIOD_MILLIS = 1000;

    private final OwnCost cost;
    private final HeapPeak peak;
    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private Reference<Object> unheld = new WeakReference<>(new Object(), collected);

    private Drainer(OwnCost cost, HeapPeak peak) {
        this.cost = cost;
        this.peak = peak;
    }

    static void start(OwnCost cost, HeapPeak peak) {
        Thread thread = new Thread(null, new Drainer(cost, peak), "allocsites-drain", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** Nothing this thread ever does is the application's. */
    @Override
    public void run() {
        OwnWork.begin();
        peak.look(); // slow when it is the first time, and the next collection might not wait
        BusyTime busy = BusyTime.ofThisProcess();
        try {
            while (true) {
                turn(busy);
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void turn(BusyTime busy) throws InterruptedException {
        try {
            lookAtCollections(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS));
            long begun = cost.begin();
            Recording.drain(busy.nanosSince());
            cost.end(begun);
        } catch (OutOfMemoryError full) {
            Thread.sleep(PERIOD_MILLIS); // the program may come through this, and goes on being counted
        }
    }

    private void lookAtCollections(long untilNanos) throws InterruptedException {
        for (long left = millisTo(untilNanos); left > 0; left = millisTo(untilNanos)) {
            collected.remove(left);
            if (unheld.refersTo(null)) { // also where there was no room for the next one the last time
                unheld = new WeakReference<>(new Object(), collected);
                long begun = cost.begin();
                peak.look();
                cost.end(begun);
            }
        }
    }

    private static long millisTo(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
    }
}
