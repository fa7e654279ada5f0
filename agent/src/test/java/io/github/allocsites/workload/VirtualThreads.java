// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.Profiler;
import java.lang.reflect.Method;

/** 100,000 virtual threads that allocate, yield and take a monitor, started by name: the build's JDK may be older. */
public final class VirtualThreads implements Runnable {
    public static final int THREADS = 100_000;
    public static final int EVENTS = 100;

    static volatile Object sink;

    private static final class Thing {}

    private VirtualThreads() {}

    public static void main(String[] arguments) throws Exception {
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        Thread[] threads = new Thread[THREADS];
        VirtualThreads work = new VirtualThreads();
        for (int i = 0; i < THREADS; i++) {
            threads[i] = (Thread) start.invoke(null, work);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        ((Thread) start.invoke(null, (Runnable) VirtualThreads::measure)).join();
    }

    @Override
    public void run() {
        for (int i = 0; i < EVENTS; i++) {
            sink = new Thing();
            if (i % 10 == 0) {
                Thread.yield();
            }
            synchronized (VirtualThreads.class) {
                sink = new byte[i];
            }
        }
    }

    private static void measure() {
        try {
            Profiler.start(Profiler.Scope.THREAD);
        } catch (IllegalStateException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }
}
