// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.table.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * For some seconds, in some threads, at random: allocates where a capture is in somebody's way. That is while a class
 * is loaded and initialised, under contended monitors, inside {@code computeIfAbsent}, inside a concatenation, and on
 * stacks that are about to overflow. Each thread keeps account of its events, without allocating for it.
 */
public final class StackStress {
    /** Arrays made by each class initialiser. */
    static final int IN_INITIALISER = 3;

    private static final int LOCKS = 3;
    private static final int KEYS = 64;
    private static final Object[] MONITORS = new Object[LOCKS];
    private static final Integer[] KEY = new Integer[KEYS];
    private static final ConcurrentHashMap<Integer, Object> MAP = new ConcurrentHashMap<>();
    private static final AtomicLong LOADED = new AtomicLong();

    /** Public for classes of another loader. */
    public static volatile Object sink;

    private static long endNanos;
    private static long mostLoaders;

    private StackStress() {}

    /** Seconds, threads, and the most class loaders. */
    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < LOCKS; i++) {
            MONITORS[i] = new Object();
        }
        for (int i = 0; i < KEYS; i++) {
            KEY[i] = i;
        }
        endNanos = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        mostLoaders = Long.parseLong(arguments[2]);
        Worker[] workers = new Worker[Integer.parseInt(arguments[1])];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
        long reads = read();
        Worker all = new Worker(1);
        for (Worker worker : workers) {
            worker.join();
            all.take(worker);
        }
        print(all, reads);
    }

    private static long read() throws InterruptedException {
        long reads = 0;
        while (System.nanoTime() < endNanos) {
            AllocSites.snapshot();
            reads++;
            if (ManagementFactory.getThreadMXBean().findDeadlockedThreads() != null) {
                throw new IllegalStateException("deadlock");
            }
            Thread.sleep(20);
        }
        return reads;
    }

    private static void print(Worker all, long reads) {
        System.out.println("guarded=" + all.guarded);
        System.out.println("computed=" + all.computed);
        System.out.println("concatenated=" + all.concatenated);
        System.out.println("overflowing=" + all.overflowing);
        System.out.println("overflows=" + all.overflows);
        System.out.println("initialised=" + LOADED.get() * IN_INITIALISER);
        System.out.println("reads=" + reads);
        System.out.println("stray=" + Recording.strayEvents());
        System.out.println("failures=" + all.failures);
    }

    /** One thread, with an account that nobody else writes. */
    static final class Worker extends Thread {
        private static final int TIMES = 200;

        private long guarded;
        private long computed;
        private long concatenated;
        private long overflowing;
        private long overflows;
        private long failures;
        private long random;
        private Object kept;

        Worker(long seed) {
            super(null, null, "stress", 256 << 10);
            random = seed * 0x9E3779B97F4A7C15L;
        }

        private void take(Worker other) {
            guarded += other.guarded;
            computed += other.computed;
            concatenated += other.concatenated;
            overflowing += other.overflowing;
            overflows += other.overflows;
            failures += other.failures;
        }

        @Override
        public void run() {
            while (System.nanoTime() < endNanos) {
                try {
                    act(next(64));
                } catch (ReflectiveOperationException | RuntimeException | LinkageError failed) {
                    failed.printStackTrace();
                    failures++;
                }
            }
        }

        private int next(int bound) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return (int) (random >>> 33) & bound - 1;
        }

        private void act(int what) throws ReflectiveOperationException {
            switch (what) {
                case 0 -> load();
                case 1, 2 -> overflow();
                default -> {
                    for (int i = 0; i < TIMES; i++) {
                        guard(what % LOCKS);
                        compute(KEY[next(KEYS)]);
                        concatenate(what);
                    }
                }
            }
        }

        private void guard(int which) {
            synchronized (MONITORS[which]) {
                kept = new int[which + 1];
                guarded++;
            }
        }

        private void compute(Integer key) {
            MAP.computeIfAbsent(key, this::value);
            MAP.remove(key);
        }

        private Object value(Integer key) {
            Object made = new long[key];
            computed++;
            return made;
        }

        private void concatenate(int what) {
            kept = "the " + this + what;
        }

        @Override
        public String toString() {
            char[] made = new char[3];
            concatenated++;
            return made.length == 3 ? "name" : null;
        }

        private void overflow() {
            try {
                descend(0);
            } catch (StackOverflowError expected) {
                overflows++;
            }
        }

        /** An array has no constructor to overflow in between the event and its account. */
        private int descend(int level) {
            kept = new short[4];
            overflowing++;
            return descend(level + 1) + 1;
        }

        private static void load() throws ReflectiveOperationException {
            if (LOADED.incrementAndGet() > mostLoaders) {
                LOADED.decrementAndGet();
                return;
            }
            Class.forName(Initialised.class.getName(), true, new Own());
        }
    }

    /** Allocates while it is initialised. */
    static final class Initialised {
        static {
            for (int i = 0; i < IN_INITIALISER; i++) {
                sink = new double[i];
            }
        }

        private Initialised() {}
    }

    /** Defines that class anew. */
    private static final class Own extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(Initialised.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) {
            String file = '/' + name.replace('.', '/') + ".class";
            try (InputStream in = StackStress.class.getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }
}
