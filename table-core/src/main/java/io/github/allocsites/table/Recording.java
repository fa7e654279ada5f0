// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stores of this process and their readers' side. There is one copy of this class, in the bootstrap loader.
 *
 * <p>Every public method may be called from any thread. Readers take turns by a lock that no recorder ever takes.
 */
public final class Recording {
    static final Settings SETTINGS = Settings.inForce();

    static final ProbeCounters COUNTERS = new ProbeCounters(SETTINGS.probeLimit());
    static final Probes PROBES = new Probes(SETTINGS.probeLimit());
    static final Slab SLAB = new Slab(Math.max(slabBytes(), 64L * PageLayout.PAGE_BYTES));
    static final SeldomCounters SELDOM = new SeldomCounters(SLAB, COUNTERS);
    static final Arenas ARENAS = new Arenas(SLAB, COUNTERS, SETTINGS.indexCells());
    static final TypedProbes TYPED = new TypedProbes();
    static final UnsizedProbes UNSIZED = new UnsizedProbes();
    static final CallSiteTable TABLE = new CallSiteTable(SETTINGS.tableBucketsWithinMemory(), SETTINGS.stackDepth());

    private static final ReentrantLock READING = new ReentrantLock();
    private static final AtomicLong STRAY = new AtomicLong();
    private static volatile Carriers carriers = Carriers.PLATFORM;
    private static volatile Sizer sizer;
    private static volatile TypedNames typedNames;
    private static volatile HiddenClasses hiddenClasses;
    private static volatile StackCapture capture;

    private Recording() {}

    private static long slabBytes() {
        long fixed = COUNTERS.mostBytes()
                + SeldomCounters.fixedBytes(SETTINGS.probeLimit())
                + Arenas.fixedBytes(SETTINGS.indexCells());
        long table = (long) SETTINGS.tableBucketsWithinMemory() * BucketLayout.bytes(SETTINGS.stackDepth());
        return SETTINGS.memoryMaxBytes() - fixed - table;
    }

    /** Every probe of the process. */
    public static Probes probes() {
        return PROBES;
    }

    /** The new probe's number, or -1 when there can be no more. Whatever its first event needs is there afterwards. */
    public static int addProbe(Probe probe) {
        int next = PROBES.count();
        if (next == SETTINGS.probeLimit() || !hasRoom(next)) { // first, so that no number is lost where there is none
            return -1;
        }
        int number = PROBES.add(probe);
        return number == next || number >= 0 && hasRoom(number) ? number : -1;
    }

    private static boolean hasRoom(int number) {
        if (!SELDOM.reserve(number)) {
            Overflow.prepare(SETTINGS.probeLimit());
        }
        return COUNTERS.extend(number);
    }

    /**
     * The class that held the probe is gone, and another one takes it over: the next event asks for the size anew. No
     * event of the probe may be under way.
     */
    public static void passOn(int probe) {
        COUNTERS.doubt(probe);
        COUNTERS.arm(probe);
    }

    /** The call-site table of the process. */
    public static CallSiteTable table() {
        return TABLE;
    }

    /** How the first event of a probe learns the size of its objects. */
    public static void sizer(Sizer asks) {
        sizer = asks;
    }

    /**
     * Bytes of an instance of the class, asked by an instance no constructor ever saw; {@link Probe#SIZE_UNKNOWN} while
     * nobody can tell, or while the class is not initialised: that is the application's to do.
     */
    static int instanceBytes(Class<?> type) {
        Sizer asks = sizer;
        if (asks == null || !OffHeap.isInitialised(type)) {
            return Probe.SIZE_UNKNOWN;
        }
        try {
            return (int) asks.bytes(OffHeap.allocateInstance(type));
        } catch (InstantiationException | OutOfMemoryError notNow) {
            return Probe.SIZE_UNKNOWN;
        }
    }

    /** How types that are known only at run time are named; until then their events are not counted. */
    public static void typedNames(TypedNames names) {
        typedNames = names;
    }

    static TypedNames typedNames() {
        return typedNames;
    }

    /** Who instruments hidden classes; null for nobody. */
    public static void hiddenClasses(HiddenClasses instruments) {
        hiddenClasses = instruments;
    }

    static HiddenClasses hiddenClasses() {
        return hiddenClasses;
    }

    /** How to find the running carrier thread. */
    public static void carriers(Carriers finds) {
        carriers = finds;
    }

    static Carriers carriers() {
        return carriers;
    }

    static StackCapture capture() {
        return capture;
    }

    /** From now on the next event of every probe captures its stack; null: none does any more. */
    public static void capture(StackCapture captures) {
        capture = captures;
        FirstStacks.begin();
        arm();
    }

    /** Makes the next event of every probe that has fired capture its stack. */
    public static void arm() {
        READING.lock();
        try {
            for (int probe = 0; capture != null && probe < PROBES.count(); probe++) {
                COUNTERS.arm(probe);
            }
            ARENAS.rouseAll();
        } finally {
            READING.unlock();
        }
    }

    static void stray() {
        STRAY.getAndIncrement();
    }

    /** Events that could not be told a probe: 0 unless an application overflowed its stack inside a hook. */
    public static long strayEvents() {
        return STRAY.get();
    }

    /** Arenas of threads that are alive, or were at the last drain. */
    public static int liveArenas() {
        return ARENAS.live();
    }

    /** What the bound of our memory, or the system, has cost so far. */
    public static Bounds bounds() {
        return new Bounds(
                SETTINGS.memoryMaxBytes(),
                SETTINGS.tableBuckets(),
                SETTINGS.tableBucketsWithinMemory(),
                TABLE.refused(),
                SLAB.pages() == 0,
                SLAB.pages() > 0 && ARENAS.isFull(),
                PROBES.count() == SETTINGS.probeLimit());
    }

    /** Off-heap memory in use. */
    public static long ownBytes() {
        return COUNTERS.bytes()
                + SeldomCounters.fixedBytes(SETTINGS.probeLimit())
                + ARENAS.fixedBytes()
                + (long) SLAB.pagesInUse() * PageLayout.PAGE_BYTES
                + TABLE.bytes();
    }

    /** Bytes of a reference in an array. */
    public static int referenceBytes() {
        return OffHeap.referenceBytes();
    }

    /** Heap memory the stores hold, the text of probes not included. */
    public static long ownHeapBytes() {
        return PROBES.heapBytes() + COUNTERS.heapBytes() + TYPED.heapBytes() + Overflow.heapBytes();
    }

    /** What the JVM gives an object of a class that was used before; 0 while nobody can tell. */
    public static int objectBytes(Class<?> type) {
        return instanceBytes(type);
    }

    /**
     * Hands over the arenas of threads that ended and frees what nobody uses any more.
     *
     * @param busyNanos for how long the process was busy since the last drain: stacks have their share of that
     */
    public static void drain(long busyNanos) {
        READING.lock();
        try {
            ARENAS.retireDead();
            UNSIZED.resolve();
            TABLE.release();
            FirstStacks.drained();
            Sampling.drained(busyNanos);
        } finally {
            READING.unlock();
        }
    }

    /** The same where stacks are none of the caller's business. */
    public static void drain() {
        drain(0);
    }

    /** Everything counted in this process so far, ended threads first handed over. */
    public static ProbeTotals totals() {
        READING.lock();
        try {
            ARENAS.retireDead();
            UNSIZED.resolve();
            long[] sums = new long[COUNTERS.counters()];
            ARENAS.sum(sums);
            return totals(sums, true);
        } finally {
            READING.unlock();
        }
    }

    /**
     * The same into arrays that the caller brings, for whom an allocation may fail. What they have no place for is left
     * out, and so are bytes of objects whose size was still unknown at the last {@link #drain()}.
     *
     * @param sums {@link #counters()} long or more; its content is of no use afterwards
     * @param counts events by probe number
     * @param bytes bytes of these events, as long
     * @return how many probes are covered
     */
    public static int totals(long[] sums, long[] counts, long[] bytes) {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(bytes, 0);
        READING.lock();
        try {
            ARENAS.sum(sums);
            return totals(sums, counts, bytes, true);
        } finally {
            READING.unlock();
        }
    }

    /** Counters given out so far. */
    public static int counters() {
        return COUNTERS.counters();
    }

    /** Whether a virtual thread asks: its events are counted on its carrier. */
    public static boolean onVirtualThread() {
        return carriers.current() != Thread.currentThread();
    }

    /**
     * What the calling platform thread counted on its own, and from the first call of this on that is everything; null
     * when it has no arena of its own.
     */
    public static ProbeTotals totalsOfThisThread() {
        SELDOM.close();
        READING.lock();
        try {
            UNSIZED.resolve();
        } finally {
            READING.unlock();
        }
        long[] sums = new long[COUNTERS.counters()];
        return ARENAS.sumOwn(Thread.currentThread(), sums) ? totals(sums, false) : null;
    }

    private static ProbeTotals totals(long[] sums, boolean ofAll) {
        int probes = PROBES.count();
        long[] counts = new long[probes];
        long[] bytes = new long[probes];
        totals(sums, counts, bytes, ofAll);
        return new ProbeTotals(counts, bytes);
    }

    private static int totals(long[] sums, long[] counts, long[] bytes, boolean ofAll) {
        OffHeap.loadFence(); // E9: counters before states
        int probes = Math.min(counts.length, PROBES.count());
        for (int probe = 0; probe < probes; probe++) {
            add(probe, sums, counts, bytes);
            if (ofAll) {
                counts[probe] += SELDOM.events(probe) + Overflow.events(probe);
                bytes[probe] += SELDOM.bytes(probe) + Overflow.bytes(probe);
            }
        }
        addFormer(sums, counts, bytes);
        return probes;
    }

    private static void add(int probe, long[] sums, long[] counts, long[] bytes) {
        long state = COUNTERS.state(probe); // E3
        int at = ProbeCounters.offset(state) / PageLayout.COUNTER_BYTES;
        long first = take(sums, at);
        boolean varies = PROBES.get(probe).varies();
        counts[probe] = varies ? take(sums, at + 1) : first;
        bytes[probe] = varies ? first : first * sizeBytes(probe, state);
    }

    /** Bytes of each object or array of constant length the probe allocates now; 0 where it varies or is unknown. */
    static int sizeBytes(int probe) {
        return sizeBytes(probe, COUNTERS.state(probe));
    }

    private static int sizeBytes(int probe, long state) {
        int bytes = ProbeCounters.sizeBytes(state);
        return bytes != 0 ? bytes : Math.max(PROBES.get(probe).sizeBytes(), 0);
    }

    /** After the loop over the probes: what that found under its present counters is taken, and 0 here. */
    private static void addFormer(long[] sums, long[] counts, long[] bytes) {
        for (ProbeCounters.Former each = COUNTERS.former(); each != null; each = each.next()) {
            long events = take(sums, each.offset() / PageLayout.COUNTER_BYTES);
            if (each.probe() < counts.length) {
                counts[each.probe()] += events;
                bytes[each.probe()] += events * each.sizeBytes();
            }
        }
    }

    /** The sum of a counter, once; 0 for that of no probe and of one that came later. */
    private static long take(long[] sums, int at) {
        if (at == 0 || at >= sums.length) {
            return 0;
        }
        long sum = sums[at];
        sums[at] = 0;
        return sum;
    }
}
