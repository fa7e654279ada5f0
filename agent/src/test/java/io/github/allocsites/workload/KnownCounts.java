// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Allocates known numbers of objects in four threads and prints how large the JVM says one of each is. */
public final class KnownCounts {
    public static final int THREADS = 4;
    public static final int EVENTS = 1_000_000;
    private static final int SAMPLES = 10_000;
    private static final ThreadMXBean JVM = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static volatile Object sink;

    /** Something small. */
    static final class Node {
        int value;
        Node next;
    }

    private KnownCounts() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(KnownCounts::work);
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        measure();
    }

    private static void work() {
        bytes(EVENTS);
        nodes(EVENTS);
        lengths(EVENTS);
        levels(EVENTS / 100);
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
        System.out.println("lengths=" + (allocatedBy(KnownCounts::sampleLengths) - empty) / (SAMPLES / 16));
        System.out.println("levels=" + (allocatedBy(KnownCounts::sampleLevels) - empty) / SAMPLES);
    }

    private static long allocatedBy(Runnable work) {
        work.run();
        long before = JVM.getCurrentThreadAllocatedBytes();
        work.run();
        return JVM.getCurrentThreadAllocatedBytes() - before;
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
