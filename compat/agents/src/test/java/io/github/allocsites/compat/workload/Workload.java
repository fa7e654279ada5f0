// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allocates known numbers of objects in four threads, in two halves, and prints how many bytes the JVM counted in these
 * threads meanwhile. Between the halves it runs what an agent left in the system properties, if one did.
 */
public final class Workload {
    public static final int THREADS = 4;
    /** Of each kind, in all threads. */
    public static final int EVENTS = 1_000_000;
    /** How many of them are in the JVM's figure. */
    public static final int MEASURED = EVENTS - 2 * THREADS;
    /** The property whose value, a Runnable, runs between the halves. */
    public static final String BETWEEN = "workload.between";

    private static final int HALF = EVENTS / THREADS / 2;
    private static final long SPIN_NANOS = 300_000_000;
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final AtomicLong BYTES = new AtomicLong();
    private static final AtomicLong NODES = new AtomicLong();

    static volatile Object sink;

    /** Something small. */
    static final class Node {
        int value;
        Node next;
    }

    private Workload() {}

    public static void main(String[] arguments) throws Exception {
        CyclicBarrier halfTime = new CyclicBarrier(THREADS, Workload::between);
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> work(halfTime));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("spun=" + spin());
        System.out.println("bytes=" + BYTES);
        System.out.println("nodes=" + NODES);
        if (arguments.length > 0) {
            Web.main(arguments);
        }
    }

    private static void between() {
        if (System.getProperties().get(BETWEEN) instanceof Runnable agents) {
            agents.run();
        }
    }

    private static void work(CyclicBarrier halfTime) {
        half();
        try {
            halfTime.await();
        } catch (InterruptedException | BrokenBarrierException failed) {
            throw new IllegalStateException(failed);
        }
        half();
    }

    /** The first event of a probe captures its stack, and the JVM would count what that takes. */
    private static void half() {
        bytes(1);
        nodes(1);
        long begin = JVM.getCurrentThreadAllocatedBytes();
        bytes(HALF - 1);
        long middle = JVM.getCurrentThreadAllocatedBytes();
        nodes(HALF - 1);
        long end = JVM.getCurrentThreadAllocatedBytes();
        BYTES.addAndGet(middle - begin);
        NODES.addAndGet(end - middle);
        repeats(HALF);
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

    /** Allocates in a class of the JDK that is loaded before any agent. */
    private static void repeats(int times) {
        for (int i = 0; i < times; i++) {
            sink = "ab".repeat(8);
        }
    }

    /** Takes processor time, whatever the machine: a profiler that samples it has something to see. */
    private static long spin() {
        long until = JVM.getCurrentThreadCpuTime() + SPIN_NANOS;
        long turns = 0;
        while (JVM.getCurrentThreadCpuTime() < until) {
            turns++;
        }
        return turns;
    }

    /** What no run covers. */
    static Object never() {
        return new Node();
    }
}
