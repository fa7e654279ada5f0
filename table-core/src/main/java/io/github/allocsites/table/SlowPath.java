// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * Where a hook goes when the fast path found no counter: a probe's first event, a thread's first event, a page not yet
 * there, a threshold passed, a thread without an arena of its own, or one that is still attaching.
 *
 * <p>Lock-free. Survives a StackOverflowError at any point: the discard arena is put into the cell and taken out by
 * the same frame with the same call, so that where the first succeeded the second does.
 */
final class SlowPath {
    /** HotSpot refuses longer arrays. */
    private static final int MOST_LENGTH = Integer.MAX_VALUE - 2;

    /** Probes stay armed: each event comes here. */
    private static final boolean EVERY = Recording.SETTINGS.stackIntervalBytes() == Settings.EVERY_STACK;

    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

    /** What stands for a counter where an event was counted among the seldom ones. */
    private static final long SELDOM = -1;

    private SlowPath() {}

    @DontInline
    static void object(Thread carrier, Class<?> type, int probe) {
        long counter = 0;
        try {
            counter = counted(carrier, probe, 1, 0);
            event(carrier, type, probe, counter, 1, 0);
        } catch (StackOverflowError deep) { // the application's own next call meets the same end
            lost(counter);
        }
    }

    /** An array that is about to be made. What cannot come about, such as a negative length, is no event. */
    @DontInline
    static void arrayOfLength(Thread carrier, int length, int elementBytes, int probe) {
        long bytes = Hook.arrayBytes(length, elementBytes);
        if (length >= 0 && length <= MOST_LENGTH && bytes < HEAP_BYTES) {
            array(carrier, probe, 1, bytes);
        }
    }

    @DontInline
    static void array(Thread carrier, int probe, long events, long bytes) {
        long counter = 0;
        try {
            counter = counted(carrier, probe, events, bytes);
            event(carrier, null, probe, counter, events, bytes);
        } catch (StackOverflowError deep) {
            lost(counter);
        }
    }

    private static void lost(long counter) {
        if (counter == 0) {
            Recording.stray();
        }
    }

    /**
     * Counts before anything that could need stack, where there is a counter. Its address, or {@link #SELDOM}; 0 where
     * there is none yet.
     */
    @ForceInline
    private static long counted(Thread carrier, int probe, long events, long bytes) {
        int offset = Hook.offset(probe);
        if (offset == 0) {
            return seldom(carrier, probe, events, bytes);
        }
        long counter = ThreadArena.counter(carrier, offset);
        if (counter != 0) {
            add(counter, events, bytes);
        }
        return counter;
    }

    @ForceInline
    private static long seldom(Thread carrier, int probe, long events, long bytes) {
        if (probe < 0 || probe >= Recording.COUNTERS.limit() || !ThreadArena.counts(carrier)) {
            return 0;
        }
        long state = Recording.COUNTERS.state(probe);
        boolean sized = bytes != 0 || state > 0;
        long all = bytes != 0 ? bytes : events * ProbeCounters.sizeBytes(state);
        return sized && ProbeCounters.offset(state) == 0 && Recording.SELDOM.again(probe, events, all) ? SELDOM : 0;
    }

    /** In the carrier's own arena. */
    @ForceInline
    private static void add(long counter, long events, long bytes) {
        OffHeap.putLong(counter, OffHeap.getLong(counter) + (bytes == 0 ? events : bytes)); // E6
        if (bytes != 0) {
            long count = counter + PageLayout.EVENTS_COUNTER;
            OffHeap.putLong(count, OffHeap.getLong(count) + events); // E6
        }
    }

    /** Arrays of one length. */
    @DontInline
    static void level(Thread carrier, int probe, long arrays, long bytesEach) {
        array(carrier, probe, arrays, arrays * bytesEach);
    }

    private static void stack(Thread carrier, int probe, long events, long bytes) {
        if (Recording.capture() != null) {
            captureCovered(carrier, probe, events, bytes);
        }
    }

    private static void captureCovered(Thread carrier, int probe, long events, long bytes) {
        Arenas arenas = Recording.ARENAS;
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = ThreadArena.swap(carrier, arenas.discard());
            if (before != 0 && before != arenas.discard()) { // covered, and by nobody yet
                try {
                    long started = System.nanoTime();
                    capture(probe, Sampling.events(events, bytes), Sampling.weight(bytes));
                    Sampling.captured(started);
                } finally {
                    ThreadArena.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    /** {@code counter} is 0 where the event is not counted yet. */
    private static void event(Thread carrier, Class<?> type, int probe, long counter, long events, long bytes) {
        if (probe < 0 || probe >= Recording.PROBES.count()) {
            Recording.stray();
            return;
        }
        long arena = ThreadArena.of(carrier);
        if (arena == Recording.ARENAS.discard()) {
            return;
        }
        if (!Recording.COUNTERS.isCounting(probe)) {
            attend(carrier, type, probe, events, bytes);
        }
        if (counter == 0) {
            count(carrier, arena, type, probe, events, bytes);
        } else if (counter == SELDOM) {
            draw(carrier, probe, events, bytes == 0 ? events * Recording.sizeBytes(probe) : bytes);
        } else {
            look(carrier, probe, counter, events, bytes);
        }
    }

    private static void count(Thread carrier, long arena, Class<?> type, int probe, long events, long bytes) {
        int offset = Recording.COUNTERS.offset(probe);
        if (offset == 0) {
            if (Recording.SELDOM.isFor(probe)) {
                common(carrier, type, probe, events, bytes);
                return;
            }
            assign(probe);
            offset = Recording.COUNTERS.offset(probe);
        }
        long counter = offset == 0 ? 0 : Recording.ARENAS.counter(arena, offset);
        if (counter == 0) {
            share(carrier, type, probe, offset, events, bytes);
            return;
        }
        add(counter, events, bytes);
        try {
            look(carrier, probe, counter, events, bytes);
        } catch (StackOverflowError deep) {
            return; // the event is counted, and the next one comes here again
        }
    }

    /** Whether the event that was counted last passed the threshold. */
    private static void look(Thread carrier, int probe, long counter, long events, long bytes) {
        long after = OffHeap.getLong(counter);
        if (after > OffHeap.getLong(counter + PageLayout.THRESHOLD) && !EVERY) {
            passed(carrier, probe, counter, after, events, bytes);
        }
    }

    /** A threshold of 0 is one that was not drawn yet, or that somebody took back to have the probe come here. */
    private static void passed(Thread carrier, int probe, long counter, long after, long events, long bytes) {
        long all = bytes == 0 ? events * Recording.sizeBytes(probe) : bytes;
        long before = after - (bytes == 0 ? events : bytes);
        long threshold = OffHeap.getLong(counter + PageLayout.THRESHOLD);
        boolean drawn = after > (threshold == 0 ? before + toNext(all, bytes) : threshold);
        Recording.COUNTERS.letCount(probe, counter, after + toNext(all, bytes));
        if (drawn) {
            stack(carrier, probe, events, all);
        }
    }

    private static long toNext(long all, long bytes) {
        return bytes == 0 ? Sampling.eventsToNext(all) : Sampling.bytesToNext();
    }

    /** Where the carrier has no arena, or the arenas no counter. */
    private static void share(Thread carrier, Class<?> type, int probe, int offset, long events, long bytes) {
        if (offset == 0 || !Recording.ARENAS.addShared(offset, bytes == 0 ? events : bytes)) {
            common(carrier, type, probe, events, bytes);
            return;
        }
        if (bytes != 0) {
            Recording.ARENAS.addShared(offset + PageLayout.EVENTS_COUNTER, events); // on the same page
        }
        draw(carrier, probe, events, bytes == 0 ? events * Recording.sizeBytes(probe) : bytes);
    }

    /** Counts events with their bytes; where nobody knows these yet, who learns the size adds them. */
    private static void common(Thread carrier, Class<?> type, int probe, long events, long bytes) {
        boolean sized = bytes != 0 || type == null || Recording.COUNTERS.isSized(probe);
        long all = bytes != 0 ? bytes : sized ? events * Recording.sizeBytes(probe) : 0;
        StackRoom.require();
        if (!Recording.SELDOM.add(probe, events, all)) {
            Overflow.add(probe, events, all);
        }
        if (!sized) {
            learn(type, probe, events);
        }
        draw(carrier, probe, events, all);
    }

    /** Adds bytes of events that were counted without. */
    static void addBytes(int probe, long bytes) {
        if (!Recording.SELDOM.add(probe, 0, bytes)) {
            Overflow.add(probe, 0, bytes);
        }
    }

    /** Where there is no heap for it these events stay without bytes; the application's next allocation hears of it. */
    private static void learn(Class<?> type, int probe, long events) {
        try {
            Recording.UNSIZED.add(type, probe, events);
        } catch (OutOfMemoryError full) {
            return;
        }
    }

    private static void draw(Thread carrier, int probe, long events, long all) {
        try {
            if (Sampling.isDrawn(all)) {
                stack(carrier, probe, events, all);
            }
        } catch (StackOverflowError deep) {
            return; // the event is counted
        }
    }

    /** Sees to a first event under cover of the discard arena. */
    private static void attend(Thread carrier, Class<?> type, int probe, long events, long bytes) {
        Arenas arenas = Recording.ARENAS;
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = ThreadArena.swap(carrier, arenas.discard());
            try {
                attend(type, probe, events, bytes, before != 0);
            } finally {
                if (before != 0) {
                    ThreadArena.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    /** Without cover no stack is captured: the capture's own events would come here again. */
    private static void attend(Class<?> type, int probe, long events, long bytes, boolean covered) {
        ProbeCounters counters = Recording.COUNTERS;
        boolean seldom = Recording.SELDOM.isFor(probe);
        if (!seldom) {
            assign(probe);
        }
        boolean sized = sized(type, probe);
        if (!sized) {
            assign(probe); // what they hold follows the size, whenever that is known
        }
        boolean last = seldom && (type == null || counters.isSized(probe)); // nothing else has to be learnt
        boolean wanted = Recording.capture() == null || covered;
        if (sized && wanted) {
            first(probe, last, events, bytes == 0 ? Recording.sizeBytes(probe) : bytes);
        }
    }

    private static void first(int probe, boolean last, long events, long bytes) {
        if (EVERY) {
            capture(probe, events, bytes);
        } else if (Recording.COUNTERS.disarm(probe, last) && FirstStacks.mayCapture(probe)) {
            long started = System.nanoTime();
            capture(probe, events, bytes);
            FirstStacks.captured(started);
        }
    }

    private static void assign(int probe) {
        if (Recording.COUNTERS.offset(probe) == 0) {
            Recording.COUNTERS.assign(probe, Recording.PROBES.get(probe).varies());
        }
    }

    /** False when the JVM could not say the size just now: then the next event asks again. */
    private static boolean sized(Class<?> type, int probe) {
        if (Recording.COUNTERS.isSized(probe)) {
            return true;
        }
        if (type == null) {
            Recording.COUNTERS.size(probe, Math.max(Recording.PROBES.get(probe).sizeBytes(), 0));
            return true;
        }
        if (!OffHeap.isInitialised(type)) {
            if (Recording.COUNTERS.offset(probe) != 0) {
                learn(type, probe, 0);
            }
            return true;
        }
        int bytes = Recording.instanceBytes(type);
        if (bytes == Probe.SIZE_UNKNOWN) {
            return false;
        }
        Recording.COUNTERS.size(probe, bytes);
        return true;
    }

    private static void capture(int probe, long events, long bytes) {
        StackCapture capture = Recording.capture();
        if (capture != null) {
            try {
                capture.capture(probe, events, bytes);
            } catch (VirtualMachineError
                    | LinkageError failed) { // heap or stack are full, whatever the JDK makes of it
                return; // the application's next allocation or call hears of it; the event itself is counted
            }
        }
    }
}
