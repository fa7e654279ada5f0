// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jdk.internal.vm.annotation.ForceInline;

/**
 * Which counters a probe owns, and how large the objects they count are. Counters are given out when a probe is no
 * longer {@link SeldomCounters seldom}, so that the others cost no thread a page, and what is hot lies together.
 *
 * <pre>
 *               none yet --disarm--> seldom --assign--> counting --arm--> armed --disarm--> counting
 *   offset         0                   0                 offset           offset             offset
 *   word           0                   1                   1                0                  1
 *   settled        0                   0                 offset           offset             offset
 *
 *   state of a probe, one word:   [ 63: size in doubt | 62..32: object's size in bytes, 0 unknown | 31..0: offset ]
 * </pre>
 *
 * A probe that never was seldom has its offset before it is disarmed for the first time, and is settled then.
 *
 * <p>The hook reads what is settled alone. 0 leads it to the empty page, and so into its slow path. Compiled code takes
 * anything else for a constant: an offset is settled when the size is in no doubt, and unsettled only while no code of
 * the probe is there. The word tells the slow path whether a stack is due; who arms a probe has to rouse its counters
 * in all arenas, so that the next event comes there.
 *
 * <p>A probe that passes on to a class with objects of another size gets other counters with that size at once; what
 * the former ones hold stays counted, at the former size.
 *
 * <p>Nothing of a probe may be changed before {@link #extend} made room for it. Lock-free.
 */
final class ProbeCounters {
    private static final long DOUBT = 1L << 63;
    private static final int COUNTING = 1;
    private static final long OFFSET_MASK = 0xFFFFFFFFL;

    private final int limit;

    /** The bits say which probes are to be armed again. */
    private final ProbeWords words;

    /** First byte offset not yet given out. */
    private final AtomicInteger next = new AtomicInteger(PageLayout.OFFSET_START); // page 0 stays empty for ever

    /** What the hook goes by. */
    private final int[] settled;

    private final AtomicReference<Former> former = new AtomicReference<>();

    /**
     * Counters a probe had before. Racing threads can leave several of the same.
     *
     * @param sizeBytes of each object they counted
     */
    record Former(int probe, int offset, int sizeBytes, Former next) {}

    ProbeCounters(int limit) {
        this.limit = limit;
        words = new ProbeWords(limit);
        settled = new int[limit];
    }

    int[] settled() {
        return settled;
    }

    @ForceInline
    int limit() {
        return limit;
    }

    /** Makes room for the probe; false when the system refuses. Comes before its first event. */
    boolean extend(int probe) {
        return words.extend(probe);
    }

    /** Off-heap memory when all probes there can be are there. */
    long mostBytes() {
        return words.mostBytes();
    }

    /** Off-heap memory in use. */
    long bytes() {
        return words.bytes();
    }

    long heapBytes() {
        return Hook.arrayBytes(limit, Integer.BYTES);
    }

    /** Offset and size of the probe's objects at one moment, for {@link #offset(long)} and {@link #sizeBytes(long)}. */
    @ForceInline
    long state(int probe) {
        return OffHeap.getLongAcquire(words.state(probe)); // E3
    }

    private boolean change(int probe, long state, long to) {
        return OffHeap.casLong(words.state(probe), state, to); // E3
    }

    /** Offset of the counters; 0 when there are none. */
    @ForceInline
    static int offset(long state) {
        return (int) (state & OFFSET_MASK);
    }

    /** Bytes of each object these counters count; 0 where it varies, is fixed by the code or unknown. */
    @ForceInline
    static int sizeBytes(long state) {
        return (int) ((state & ~DOUBT) >>> 32);
    }

    private static long state(int sizeBytes, int offset) {
        return (long) sizeBytes << 32 | offset;
    }

    /** Offset of the probe's counters; 0 when it has none. */
    int offset(int probe) {
        return offset(state(probe));
    }

    /** Whether the probe's objects have a size that is known and in no doubt. */
    boolean isSized(int probe) {
        return state(probe) >>> 32 != 0 && state(probe) > 0;
    }

    /** Whether no stack is due. */
    boolean isCounting(int probe) {
        return OffHeap.getIntAcquire(words.word(probe)) != 0; // E3
    }

    /** Pages of counters given out so far. */
    int pages() {
        return (next.get() >> PageLayout.PAGE_BYTES_LOG2) + 1;
    }

    /** Counters given out so far, those of page 0 included. */
    int counters() {
        return next.get() / PageLayout.COUNTER_BYTES;
    }

    /**
     * Gives the probe its counters, unless a racing thread did so first or none are left.
     *
     * @param varying whether it needs two
     */
    void assign(int probe, boolean varying) {
        int offset = reserve(varying);
        long state = state(probe);
        while (offset(state) == 0 && offset != 0 && !change(probe, state, state | offset)) {
            state = state(probe); // a loser's counters stay unused
        }
        settle(probe);
    }

    /** For the hook, if no stack is due: otherwise whoever disarms the probe does so. */
    private void settle(int probe) {
        long state = state(probe);
        if (offset(state) != 0 && state > 0 && isCounting(probe)) {
            settled[probe] = offset(state);
        }
    }

    /** The size is that of a class that is gone: the next event confirms it. There may be no code of the probe. */
    void doubt(int probe) {
        settled[probe] = 0;
        long state = state(probe);
        while (sizeBytes(state) != 0 && !change(probe, state, state | DOUBT)) {
            state = state(probe);
        }
    }

    /** The size of the probe's objects from now on. The probe is armed where another size was known before. */
    void size(int probe, int bytes) {
        long state = state(probe);
        while (state >>> 32 != bytes && !change(probe, state, resized(probe, state, bytes))) {
            state = state(probe);
        }
        if (offset(state) != offset(probe)) {
            arm(probe);
        }
    }

    private long resized(int probe, long state, int bytes) {
        int offset = offset(state);
        int before = sizeBytes(state);
        if (offset == 0 || before == 0 || before == bytes) {
            return state(bytes, offset);
        }
        keep(probe, offset, before);
        return state(bytes, reserve(false));
    }

    /** What is kept is found as soon as the state changes; until then it is the present counters themselves. */
    private void keep(int probe, int offset, int sizeBytes) {
        Former last;
        do {
            last = former.get();
        } while (!former.compareAndSet(last, new Former(probe, offset, sizeBytes, last))); // E9
    }

    /** The latest of the counters that were replaced; null for none. */
    Former former() {
        return former.get(); // E9
    }

    private int reserve(boolean varying) {
        int bytes = varying ? 2 * PageLayout.COUNTER_BYTES : PageLayout.COUNTER_BYTES;
        while (true) {
            int free = next.get();
            int offset = varying ? free + PageLayout.COUNTER_BYTES & -2 * PageLayout.COUNTER_BYTES : free;
            if (offset + bytes > PageLayout.OFFSET_LIMIT) {
                return 0;
            }
            if (next.compareAndSet(free, offset + bytes)) {
                return offset;
            }
        }
    }

    /** A stack is due at the next event that comes to the slow path. */
    void arm(int probe) {
        OffHeap.putIntRelease(words.word(probe), 0);
    }

    /** Notes that the probe is to be armed by a later {@link #armOwed}. */
    void owe(int probe) {
        long word = words.bits(probe);
        long bits = OffHeap.getLongVolatile(word);
        while (!OffHeap.casLong(word, bits, bits | 1L << probe)) {
            bits = OffHeap.getLongVolatile(word);
        }
    }

    /** Arms the probes noted since, {@code most} or a few more, and rouses their counters. */
    void armOwed(int most, Arenas arenas) {
        for (int first = 0, left = most; first < limit && left > 0; first += Long.SIZE) {
            long word = words.bits(first);
            long bits = OffHeap.getLongVolatile(word);
            if (bits != 0 && OffHeap.casLong(word, bits, 0)) {
                left -= Long.bitCount(bits);
                armAll(first, bits, arenas);
            }
        }
    }

    private void armAll(int first, long bits, Arenas arenas) {
        for (long rest = bits; rest != 0; rest &= rest - 1) {
            int probe = first + Long.numberOfTrailingZeros(rest);
            arm(probe);
            arenas.rouse(offset(probe));
        }
    }

    /** Lets the hook raise a counter of its thread up to there, unless the probe was armed meanwhile. */
    void letCount(int probe, long counter, long threshold) {
        OffHeap.putLongVolatile(counter + PageLayout.THRESHOLD, threshold); // E10
        if (!isCounting(probe)) {
            OffHeap.putLong(counter + PageLayout.THRESHOLD, 0);
        }
    }

    /**
     * Ends that; true for the one caller that won.
     *
     * @param seldom whether the probe needs no counters for it
     */
    boolean disarm(int probe, boolean seldom) {
        boolean won = (seldom || offset(probe) != 0) && OffHeap.casInt(words.word(probe), 0, COUNTING); // E3
        if (won) {
            settle(probe); // E3: who assigned counters meanwhile sees the word, or we see the counters
        }
        return won;
    }
}
