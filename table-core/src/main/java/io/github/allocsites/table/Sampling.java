// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

/**
 * Which events have their stack captured, beside the first of each probe: those that cover a point of a Poisson process
 * over the bytes of a probe on a thread, one point in an interval. Points know no rhythm, so no loop can fall into step
 * with them; and each is as far from the next one as if the last had never been, so that a thread or a probe may begin
 * and end at any time. The hook compares a counter with the next point and needs nothing else.
 *
 * <pre>
 *   bytes of a probe on a thread:   |--event--|-event-|------event------|--event--| ...
 *   points:                              x                  x      x
 *   stacks:                              *                  *            each stands for 1 / P(it has a point) events
 * </pre>
 *
 * Thread-safe; allocates nothing.
 *
 * <p>Source: the sampling of TCMalloc and of JEP 331; weights after Horvitz and Thompson, 1952.
 */
final class Sampling {
    /** Of an object whose class is being initialised: its size is not known yet. */
    private static final int ASSUMED_BYTES = 32;

    /** Beyond any counter, and small enough to be added to one. */
    private static final long NEVER = 1L << 62;

    private static final double UNIT = 0x1.0p-53;

    /** Whose stacks are captured in a busy second, in bytes, when each stack stands for an interval. */
    static final double MOST_BYTES = 1 << 30;

    /**
     * What the stacks of a busy second may take, by the clock, of all threads together: a fiftieth of what the process
     * uses, and of one processor. Who asks for a shorter interval than the usual one wants more stacks, and may have
     * them in as much more time.
     */
    static final double MOST_NANOS_A_SECOND = 20_000_000;

    /** What is counted of one stack: in a longer time its thread waited, for these, unlike first ones, are compiled. */
    private static final long MOST_NANOS_EACH = 250_000;

    /** The one that {@link #MOST_NANOS_A_SECOND} is for. */
    private static final double USUAL_INTERVAL_BYTES = 512 << 10;

    private static final double LEAST_INTERVAL_BYTES = Recording.SETTINGS.stackIntervalBytes();

    /** Whether some events are drawn. */
    static final boolean ON = LEAST_INTERVAL_BYTES > 0;

    /**
     * Written by the drainer. A stack weighs by the interval of its own time: where that changed since its point was
     * drawn, it stands for more or less than it should among the stacks of its place. No total depends on it.
     */
    private static double intervalBytes = LEAST_INTERVAL_BYTES;

    private static long draws;

    /** Less says nothing about a second. */
    private static final double LEAST_SECONDS = 0.5;

    /** Stacks captured since the last drain; that racing threads lose some does not matter. */
    private static long stacks;

    /** What they took; of this, too, racing threads may lose some. */
    private static long nanos;

    /** Since the interval was set last. */
    private static long busyNanos;

    static {
        weight(1); // whatever the JDK loads for it is loaded before any hook can ask
        bytesToNext();
    }

    private Sampling() {}

    /** Bytes from a place that was not looked at to the next point. */
    static long bytesToNext() {
        return ON ? (long) (-intervalBytes * Math.log(random())) : NEVER;
    }

    /** The same in whole events of that size, the one with the point not included. */
    static long eventsToNext(long bytesEach) {
        return ON ? (long) (-intervalBytes / known(bytesEach) * Math.log(random())) : NEVER;
    }

    private static long known(long bytes) {
        return bytes == 0 ? ASSUMED_BYTES : bytes;
    }

    /** Whether an event of that size has a point, where no counter is at hand to tell. */
    static boolean isDrawn(long bytes) {
        return ON && random() <= chance(bytes);
    }

    /** What a stack of so many bytes stands for, in bytes. */
    static long weight(long bytes) {
        stacks++;
        return (long) (bytes / chance(bytes) + 1 - random());
    }

    /** The same in events, of which there were so many at once; a fraction is rounded up as often as it is large. */
    static long events(long events, long bytes) {
        return (long) (events / chance(bytes) + 1 - random());
    }

    /** Adds what a stack took since that time. */
    static void captured(long startedNanos) {
        nanos += Math.min(System.nanoTime() - startedNanos, MOST_NANOS_EACH);
    }

    /**
     * Sets the interval for the time to the next drain, when the process was busy for long enough to tell. While it
     * sleeps the interval stays: a process that works now and then would begin each time with too many stacks.
     */
    static void drained(long moreBusyNanos) {
        busyNanos += moreBusyNanos;
        double seconds = busyNanos / 1e9;
        if (ON && seconds >= LEAST_SECONDS) {
            intervalBytes = stretched(intervalBytes, stacks / seconds, nanos / seconds, LEAST_INTERVAL_BYTES);
            stacks = 0;
            nanos = 0;
            busyNanos = 0;
        }
    }

    /** What would have led to as many stacks, and as much of their time, as may be; it falls by half at most. */
    static double stretched(double intervalBytes, double perSecond, double nanosPerSecond, double leastBytes) {
        double ofBytes = perSecond * leastBytes / MOST_BYTES;
        double ofNanos = nanosPerSecond / MOST_NANOS_A_SECOND * Math.min(1, leastBytes / USUAL_INTERVAL_BYTES);
        double wanted = intervalBytes * Math.max(ofBytes, ofNanos);
        return Math.max(leastBytes, Math.max(wanted, intervalBytes / 2));
    }

    private static double chance(long bytes) {
        return -Math.expm1(-known(bytes) / intervalBytes);
    }

    /** Above 0, up to 1. Races between threads lose draws of a number nobody needs. */
    private static double random() {
        return ((FrameHash.mix(draws++) >>> 11) + 1) * UNIT;
    }
}
