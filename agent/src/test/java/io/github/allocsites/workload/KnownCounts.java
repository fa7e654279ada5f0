// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import com.sun.management.ThreadMXBean;
import io.github.allocsites.agent.Profiler;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;

/**
 * Allocates known numbers of objects in four threads and prints what the JVM says of them: how large one of each is,
 * and what the threads allocated in all. Says it twice where it is also an agent, which may ask for sizes.
 */
public final class KnownCounts {
    public static final int THREADS = 4;

    /** Of each thread where no argument says otherwise. */
    public static final int EVENTS = 960_000;

    /** Events of one turn, of which there are many: each is measured by itself. */
    public static final int TURN = 48;

    /** Turns before anything is measured: first events allocate on the agent's behalf. */
    private static final int WARM_UP = 10;

    private static final int SAMPLES = 160;
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Instrumentation sizes;
    static volatile Object sink;

    /** Something small. */
    static final class Node {
        int value;
        Node next;
    }

    /** Nothing but a header. */
    static final class Empty {}

    private KnownCounts() {}

    public static void premain(String argument, Instrumentation granted) {
        sizes = granted;
    }

    public static void main(String[] arguments) throws InterruptedException {
        int events = arguments.length == 0 ? EVENTS : Integer.parseInt(arguments[0]);
        Worker[] workers = new Worker[THREADS];
        for (int i = 0; i < THREADS; i++) {
            workers[i] = new Worker(events / TURN);
            workers[i].start();
        }
        long jvmBytes = 0;
        long countedBytes = 0;
        for (Worker worker : workers) {
            worker.join();
            jvmBytes += worker.jvmBytes;
            countedBytes += worker.countedBytes;
        }
        System.out.println("jvm=" + jvmBytes);
        System.out.println("counted=" + countedBytes);
        measure();
        if (sizes != null) {
            System.out.println("bytes.size=" + sizes.getObjectSize(new byte[16]));
            System.out.println("node.size=" + sizes.getObjectSize(new Node()));
            System.out.println("empty.size=" + sizes.getObjectSize(new Empty()));
        }
    }

    private static final class Worker extends Thread {
        long jvmBytes;
        long countedBytes;
        private final int turns;

        Worker(int turns) {
            this.turns = turns;
        }

        @Override
        public void run() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < WARM_UP; i++) {
                least = Math.min(least, turn());
            }
            Profiler profiler = Profiler.start(Profiler.Scope.THREAD);
            for (int i = WARM_UP; i < turns; i++) {
                least = Math.min(least, turn());
            }
            countedBytes = profiler.stop().bytes();
            jvmBytes = (turns - WARM_UP) * least;
        }
    }

    /**
     * What one turn allocates, as the JVM sees it: now and then it adds some bytes of its own, without an agent, too.
     */
    private static long turn() {
        long before = JVM.getCurrentThreadAllocatedBytes();
        bytes(TURN);
        nodes(TURN);
        empties(TURN);
        lengths(TURN);
        levels(TURN / 16);
        return JVM.getCurrentThreadAllocatedBytes() - before;
    }

    private static void bytes(int times) {
        for (int i = 0; i < times; i++) {
            sink = new byte[16];
        }
    }

    private static void nodes(int times) {
        for (int i = 0; i < times; i++) {
            sink = new Node();
        }
    }

    private static void empties(int times) {
        for (int i = 0; i < times; i++) {
            sink = new Empty();
        }
    }

    private static void lengths(int times) {
        for (int i = 0; i < times; i++) {
            sink = new long[i & 15];
        }
    }

    private static void levels(int times) {
        for (int i = 0; i < times; i++) {
            sink = new short[2][3][];
        }
    }

    /** In methods of their own, so that what is counted above stays known. */
    private static void measure() {
        long empty = allocatedBy(() -> {});
        System.out.println("bytes=" + (allocatedBy(KnownCounts::sampleBytes) - empty) / SAMPLES);
        System.out.println("node=" + (allocatedBy(KnownCounts::sampleNodes) - empty) / SAMPLES);
        System.out.println("empty=" + (allocatedBy(KnownCounts::sampleEmpties) - empty) / SAMPLES);
        System.out.println("lengths=" + (allocatedBy(KnownCounts::sampleLengths) - empty) / (SAMPLES / 16));
        System.out.println("levels=" + (allocatedBy(KnownCounts::sampleLevels) - empty) / SAMPLES);
    }

    /** The least of many times: capturing a stack now and then allocates, too. */
    private static long allocatedBy(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TURN; i++) {
            long before = JVM.getCurrentThreadAllocatedBytes();
            work.run();
            least = Math.min(least, JVM.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void sampleBytes() {
        for (int i = 0; i < SAMPLES; i++) {
            sink = new byte[16];
        }
    }

    private static void sampleNodes() {
        for (int i = 0; i < SAMPLES; i++) {
            sink = new Node();
        }
    }

    private static void sampleEmpties() {
        for (int i = 0; i < SAMPLES; i++) {
            sink = new Empty();
        }
    }

    private static void sampleLengths() {
        for (int i = 0; i < SAMPLES; i++) {
            sink = new long[i & 15];
        }
    }

    private static void sampleLevels() {
        for (int i = 0; i < SAMPLES; i++) {
            sink = new short[2][3][];
        }
    }
}
