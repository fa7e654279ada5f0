// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.SimulatedThreads.One;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The program of a JVM of its own: random events by the hooks, of more threads than the memory has arenas for and of
 * as many probes as there can be, against a plain map. Ends with an error, or prints what it did.
 */
final class RandomRecording implements Carriers, StackCapture {
    private static final ProbeMethod METHOD = new ProbeMethod("com.acme.A", "m", "()V", "A.java");
    private static final int OBJECT_BYTES = 24;
    private static final int FIXED_BYTES = 40;
    private static final int MOST_LENGTH = 100;
    private static final int MOST_THREADS = 300;
    private static final int MOST_COLLIDING = 1_000;

    /** The arenas' fixed directories and the counters' edge. */
    private static final long BEYOND_MEMORY_BYTES = 5L * PageLayout.PAGE_BYTES;

    private final long memoryMaxBytes;
    private final SplittableRandom random;
    private final SimulatedThreads threads;
    private final Map<Integer, long[]> model = new HashMap<>();
    private One running;
    private int probes;
    private int fired;
    private long started;
    private long overflows;
    private long captures;
    private long withoutArena;

    private RandomRecording(long memoryMaxBytes, long seed) {
        this.memoryMaxBytes = memoryMaxBytes;
        this.random = new SplittableRandom(seed);
        this.threads = new SimulatedThreads(Recording.ARENAS, MOST_COLLIDING);
    }

    /** Arguments: memory in bytes, operations, seed. */
    public static void main(String[] arguments) {
        long memoryMaxBytes = Long.parseLong(arguments[0]);
        Settings.fix(new Settings(memoryMaxBytes, CallSiteTable.MIN_BUCKETS, 1, Settings.NO_STACK, 8));
        RandomRecording recording = new RandomRecording(memoryMaxBytes, Long.parseLong(arguments[2]));
        Recording.carriers(recording);
        Recording.sizer(object -> OBJECT_BYTES);
        Recording.capture(recording);
        recording.run(Integer.parseInt(arguments[1]));
    }

    private void run(int operations) {
        running = threads.start(random);
        for (int operation = 0; operation < operations; operation++) {
            if (operation == operations / 2) {
                Recording.SELDOM.close(); // from here on every probe that fires wants counters
            }
            operate();
        }
        while (fired < Recording.COUNTERS.limit()) {
            event(threads.any(random), newProbe());
        }
        check("one probe more", Recording.addProbe(probe(0)), -1);
        assertTotals();
        threads.killAll();
        Recording.drain();
        assertTotals();
        check("arenas left", Recording.liveArenas(), 0);
        int kept = Recording.COUNTERS.pages() + Recording.SELDOM.pages();
        check("pages left", Math.max(0, Recording.SLAB.pagesInUse() - kept), 0);
        System.out.println(operations + " operations at " + probes + " probes by " + started + " threads, "
                + withoutArena + " events without an arena, " + overflowing() + " probes without a counter, " + captures
                + " captures, " + overflows + " overflows of the stack");
    }

    private void operate() {
        int drawn = random.nextInt(40_000);
        if (drawn == 0) {
            assertTotals();
        } else if (drawn < 10) {
            Recording.drain();
        } else if (drawn < 20) {
            Recording.arm();
        } else if (drawn < 400) {
            startOrKill();
        } else if (drawn < 600) {
            beginOrEndOwnWork(threads.any(random));
        } else {
            boolean isNew = random.nextInt(4) == 0 && fired < Recording.COUNTERS.limit();
            event(threads.any(random), isNew || fired == 0 ? newProbe() : random.nextInt(fired));
        }
    }

    private void startOrKill() {
        if (threads.count() < MOST_THREADS && (threads.count() < 2 || random.nextInt(5) < 3)) {
            threads.start(random);
            started++;
        } else {
            threads.killAny(random);
        }
    }

    private void beginOrEndOwnWork(One one) {
        running = one;
        if (one.ownWork.isEmpty()) {
            one.ownWork.push(OwnWork.begin());
        } else {
            OwnWork.end(one.ownWork.pop());
        }
    }

    /** Probes are added in lots, as classes are loaded, and fire for the first time in their order. */
    private int newProbe() {
        for (int lot = 0; fired == probes && lot < 1_000 && probes < Recording.COUNTERS.limit(); lot++) {
            check("probe", Recording.addProbe(probe(probes)), probes);
            probes++;
        }
        return fired++;
    }

    private static Probe probe(int number) {
        int size = number % 8 == 0 ? Probe.SIZE_UNKNOWN : number % 8 == 1 ? FIXED_BYTES : Probe.SIZE_VARIES;
        return new Probe(number, METHOD, 1, "com.acme.B", size);
    }

    private void event(One one, int probe) {
        running = one;
        int length = random.nextInt(MOST_LENGTH);
        hook(one.thread, probe, length);
        if (Recording.ARENAS.of(one.thread) == sharedView()) {
            withoutArena++;
        }
        check("stray events", Recording.strayEvents(), 0);
        if (one.covered()) {
            return;
        }
        long[] row = model.computeIfAbsent(probe, number -> new long[2]);
        row[0]++;
        row[1] += bytes(probe, length);
    }

    private static long sharedView() {
        return Recording.ARENAS.of(CraftedThreads.withId(0));
    }

    private static void hook(Thread thread, int probe, int length) {
        switch (probe % 8) {
            case 0 -> Hook.object(thread, RandomRecording.class, probe);
            case 1 -> Hook.fixed(thread, probe);
            case 2 -> Hook.array2(thread, length, probe);
            case 3 -> Hook.level(thread, 1, length, 4, probe);
            default -> Hook.array1(thread, length, probe);
        }
    }

    private static long bytes(int probe, int length) {
        return switch (probe % 8) {
            case 0 -> OBJECT_BYTES;
            case 1 -> FIXED_BYTES;
            case 2 -> Hook.arrayBytes(length, 2);
            case 3 -> Hook.arrayBytes(length, 4);
            default -> Hook.arrayBytes(length, 1);
        };
    }

    /** Amid an event: drains run, what the thread allocates is nobody's, the stack ends: no event is lost. */
    @Override
    public void capture(int probe, long events, long bytes) {
        captures++;
        hook(running.thread, random.nextInt(fired), 1);
        int drawn = random.nextInt(1_000);
        if (drawn == 0) {
            Recording.drain();
        } else if (drawn < 20) {
            overflows++;
            throw new StackOverflowError();
        }
    }

    @Override
    public Thread current() {
        return running.thread;
    }

    @Override
    public void pin() {
        // the threads here are no virtual ones
    }

    @Override
    public void unpin() {
        // the threads here are no virtual ones
    }

    private int overflowing() {
        int without = 0;
        for (int probe : model.keySet()) {
            without += Overflow.events(probe) > 0 ? 1 : 0;
        }
        return without;
    }

    private void assertTotals() {
        ProbeTotals totals = Recording.totals();
        for (int probe = 0; probe < probes; probe++) {
            long[] row = model.getOrDefault(probe, new long[2]);
            check("events of probe " + probe, totals.count(probe), row[0]);
            check("bytes of probe " + probe, totals.bytes(probe), row[1]);
        }
        check("stray events", Recording.strayEvents(), 0);
        long beyond = Recording.ownBytes() - memoryMaxBytes - BEYOND_MEMORY_BYTES;
        check("bytes beyond the memory", Math.max(0, beyond), 0);
    }

    private static void check(String what, long actual, long expected) {
        if (actual != expected) {
            throw new AssertionError(what + ": " + actual + " instead of " + expected);
        }
    }
}
