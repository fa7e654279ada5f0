// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Ends threads inside of a hook, at the points where it calls out: an error is thrown from there once. Carriers, sizer
 * and capture at the same time.
 */
final class DeathPoints implements Carriers, Sizer, StackCapture {
    static final int OBJECT_BYTES = 24;

    /** Where a hook calls out, in this order. */
    enum Point {
        PIN,
        SIZER,
        CAPTURE,
        UNPIN
    }

    /** What nothing in the product knows of. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A thread with a point to die at. */
    static class Mortal extends Thread {
        private final Point point;
        private final boolean byOverflow;
        private int callsLeft;

        /** Whether it was thrown. */
        boolean fired;

        /** Dies at a call of the point; by overflow it only seems so, because hooks survive that. */
        Mortal(Point point, int call, boolean byOverflow) {
            this.point = point;
            this.callsLeft = call;
            this.byOverflow = byOverflow;
            setUncaughtExceptionHandler((dying, failure) -> ended(failure));
        }

        /** Whatever was called before, it dies at the next call of the point. */
        final void dieAtNext() {
            callsLeft = 1;
        }

        /** Called by the dying thread at the point, just before. */
        void dying() {}

        /** Called with what ended the thread. */
        void ended(Throwable failure) {}

        private void at(Point reached) {
            if (reached == point && --callsLeft == 0) {
                dying();
                fired = true;
                if (byOverflow) {
                    throw new StackOverflowError();
                }
                throw new Killed();
            }
        }
    }

    /** In force until {@link #restore}. */
    static void install() {
        DeathPoints points = new DeathPoints();
        Recording.carriers(points);
        Recording.sizer(points);
        Recording.capture(points);
    }

    static void restore() {
        Recording.capture(null);
        Recording.sizer(null);
        Recording.carriers(Carriers.PLATFORM);
    }

    private static void at(Point point) {
        if (Thread.currentThread() instanceof Mortal mortal) {
            mortal.at(point);
        }
    }

    @Override
    public Thread current() {
        return Thread.currentThread();
    }

    @Override
    public void pin() {
        at(Point.PIN);
    }

    @Override
    public void unpin() {
        at(Point.UNPIN);
    }

    @Override
    public long bytes(Object object) {
        at(Point.SIZER);
        return OBJECT_BYTES;
    }

    @Override
    public void capture(int probe, long events, long bytes) {
        at(Point.CAPTURE);
    }
}
