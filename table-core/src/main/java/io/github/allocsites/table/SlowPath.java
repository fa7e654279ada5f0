// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.TypedProbes.Typed;
import java.util.concurrent.atomic.AtomicLongArray;
import jdk.internal.vm.annotation.DontInline;

/**
 * Where a hook goes when the fast path found no counter: a probe's first event, a thread's first event, a page not yet
 * there, a thread whose home cell is another's, a thread that is still attaching, or the profiler at work.
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

    /** In place of how many events a stack stands for: still to be drawn. */
    private static final long DRAWN = -1;

    private SlowPath() {}

    @DontInline
    static void object(Thread carrier, Class<?> type, int probe) {
        try {
            event(carrier, type, probe, 1, 0);
        } catch (StackOverflowError deep) { // the application's own next call meets the same end
            Recording.stray();
        }
    }

    @DontInline
    static void array(Thread carrier, int probe, long events, long bytes) {
        try {
            event(carrier, null, probe, events, bytes);
        } catch (StackOverflowError deep) {
            Recording.stray();
        }
    }

    /** An array about to be made that has a negative length, or a large one. What cannot come about is no event. */
    @DontInline
    static void large(Thread carrier, int length, int elementBytes, int probe) {
        long bytes = Hook.arrayBytes(length, elementBytes);
        if (length >= 0 && length <= MOST_LENGTH && bytes < HEAP_BYTES) {
            array(carrier, probe, 1, bytes);
            stack(carrier, probe, Sampling.ON ? Sampling.largeEvents(bytes) : 0, bytes);
        }
    }

    /** Arrays of one length. */
    @DontInline
    static void level(Thread carrier, int probe, long arrays, long bytesEach) {
        array(carrier, probe, arrays, arrays * bytesEach);
        long weight = Sampling.ON ? Sampling.largeEvents(arrays * bytesEach) : 0;
        stack(carrier, probe, arrays * weight, bytesEach);
    }

    /** An event that was counted and is one of those whose stack may be captured. */
    @DontInline
    static void drawn(Thread carrier, int probe, long bytes) {
        stack(carrier, probe, DRAWN, bytes);
    }

    private static void stack(Thread carrier, int probe, long events, long bytesEach) {
        if (events != 0 && Recording.capture() != null) {
            try {
                captureCovered(carrier, probe, events, bytesEach);
            } catch (StackOverflowError deep) {
                return; // the event is counted; the application's own next call meets the same end
            }
        }
    }

    private static void captureCovered(Thread carrier, int probe, long events, long bytesEach) {
        Arenas arenas = Recording.ARENAS;
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = arenas.swap(carrier, arenas.discard());
            if (before != 0 && before != arenas.discard()) { // covered, and by nobody yet
                try {
                    chosen(probe, events, bytesEach);
                } finally {
                    arenas.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    /** Under cover, for what is asked here may have to be linked first, and whoever links it allocates. */
    private static void chosen(int probe, long events, long bytesEach) {
        long each = bytesEach == 0 ? Recording.sizeBytes(probe) : bytesEach;
        long stoodFor = events == DRAWN ? Sampling.events(each) : events;
        if (stoodFor > 0) {
            capture(probe, stoodFor, stoodFor * each);
        }
    }

    /** The first event of a type at an instruction. */
    @DontInline
    static void typed(Thread carrier, Class<?> type, int length, int probe) {
        try {
            Typed typed = covered(carrier, type, probe);
            if (typed != null) {
                event(carrier, null, typed.child(), 1, typed.bytes(length));
            }
        } catch (StackOverflowError | OutOfMemoryError full) {
            Recording.stray();
        }
    }

    /** Null when the profiler is at work, or when nobody can be asked for names yet. */
    private static Typed covered(Thread carrier, Class<?> type, int probe) {
        Arenas arenas = Recording.ARENAS;
        TypedNames names = Recording.typedNames();
        if (probe < 0 || probe >= Recording.PROBES.count()) {
            Recording.stray();
            return null;
        }
        if (names == null || arenas.of(carrier) == arenas.discard()) {
            return null;
        }
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = arenas.swap(carrier, arenas.discard());
            try {
                return added(type, probe, names);
            } finally {
                if (before != 0) {
                    arenas.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    private static Typed added(Class<?> type, int probe, TypedNames names) {
        if (type.isArray()) {
            return Recording.TYPED.add(probe, type, elementBytes(type.getComponentType()), 0, names);
        }
        int bytes = Recording.instanceBytes(type);
        if (bytes == Probe.SIZE_UNKNOWN) { // not kept: the next event asks again
            throw new OutOfMemoryError("the JVM cannot say how large it is");
        }
        return Recording.TYPED.add(probe, type, 0, bytes, names);
    }

    private static int elementBytes(Class<?> element) {
        if (!element.isPrimitive()) {
            return OffHeap.referenceBytes();
        }
        if (element == boolean.class || element == byte.class) {
            return Byte.BYTES;
        }
        if (element == char.class || element == short.class) {
            return Short.BYTES;
        }
        return element == int.class || element == float.class ? Integer.BYTES : Long.BYTES;
    }

    private static void event(Thread carrier, Class<?> type, int probe, long events, long bytes) {
        if (probe < 0 || probe >= Recording.PROBES.count()) {
            Recording.stray();
            return;
        }
        long arena = Recording.ARENAS.of(carrier);
        if (arena == Recording.ARENAS.discard()) {
            return;
        }
        int offset = Recording.COUNTERS.isCounting(probe)
                ? Recording.COUNTERS.offset(probe)
                : attend(carrier, type, probe, events, bytes);
        count(arena, probe, offset, events, bytes);
    }

    private static void count(long arena, int probe, int offset, long events, long bytes) {
        if (offset == 0 || !Recording.ARENAS.add(arena, offset, events)) {
            Overflow.add(probe, events, bytes == 0 ? events * Recording.sizeBytes(probe) : bytes);
        } else if (bytes != 0) {
            Recording.ARENAS.add(arena, offset + PageLayout.BYTES_COUNTER, bytes); // on the same page
        }
    }

    /** Sees to a first event under cover of the discard arena; answers the counters' offset, 0 when none are left. */
    private static int attend(Thread carrier, Class<?> type, int probe, long events, long bytes) {
        Arenas arenas = Recording.ARENAS;
        Carriers carriers = Recording.carriers();
        StackRoom.require();
        carriers.pin();
        try {
            long before = arenas.swap(carrier, arenas.discard());
            try {
                return attend(type, probe, events, bytes, before != 0);
            } finally {
                if (before != 0) {
                    arenas.swap(carrier, before);
                }
            }
        } finally {
            carriers.unpin();
        }
    }

    /** Without cover no stack is captured: the capture's own events would come here again. */
    private static int attend(Class<?> type, int probe, long events, long bytes, boolean covered) {
        ProbeCounters counters = Recording.COUNTERS;
        if (counters.offset(probe) == 0) {
            counters.assign(probe, Recording.PROBES.get(probe).varies());
        }
        boolean sized = sized(type, probe, events);
        boolean wanted = Recording.capture() == null || covered;
        if (sized && wanted && (EVERY || counters.disarm(probe) && FirstStacks.mayCapture(probe))) {
            capture(probe, events, bytes == 0 ? Recording.sizeBytes(probe) : bytes);
        }
        return counters.offset(probe);
    }

    /** False when the JVM could not say the size just now: then the next event asks again. */
    private static boolean sized(Class<?> type, int probe, long events) {
        if (type == null || Recording.COUNTERS.isSized(probe)) {
            return true;
        }
        if (!OffHeap.isInitialised(type)) {
            Recording.UNSIZED.add(type, probe, Recording.COUNTERS.offset(probe) == 0 ? events : 0);
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

    /** Counters of probes that found none in the arenas. Made on the heap before it can be needed. */
    static final class Overflow {
        private static volatile AtomicLongArray counters;

        private Overflow() {}

        static void prepare(int limit) {
            if (counters == null) {
                counters = new AtomicLongArray(2 * limit);
            }
        }

        static void add(int probe, long events, long bytes) {
            AtomicLongArray present = counters;
            if (present == null) {
                Recording.stray();
                return;
            }
            present.getAndAdd(2 * probe, events);
            present.getAndAdd(2 * probe + 1, bytes);
        }

        static long events(int probe) {
            AtomicLongArray present = counters;
            return present == null ? 0 : present.get(2 * probe);
        }

        static long bytes(int probe) {
            AtomicLongArray present = counters;
            return present == null ? 0 : present.get(2 * probe + 1);
        }
    }
}
