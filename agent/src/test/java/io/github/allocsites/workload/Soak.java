// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.table.Recording;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * For some seconds, in some threads, at random: allocates, loads classes, starts threads, resets, drains, reads and
 * dumps. Each thread keeps account of what it allocates at each site, without allocating for it. Prints both accounts.
 */
public final class Soak {
    private static final AtomicLong RESETS = new AtomicLong();

    private static final AtomicLong READS = new AtomicLong();
    private static final AtomicLong DUMPS = new AtomicLong();
    private static final AtomicLong DRAINS = new AtomicLong();
    private static final AtomicLong LOADERS = new AtomicLong();
    private static final AtomicLong STARTED = new AtomicLong();

    /** Events of specimens, by their own account. */
    private static final AtomicLong SPECIMENS = new AtomicLong();

    /** Sites whose count was lower than at the read before, or than what the reader itself had done by then. */
    private static final AtomicLong DECREASED = new AtomicLong();

    private static long endNanos;
    private static long mostLoaders;

    private Soak() {}

    /** Seconds, threads, and the most class loaders: without reuse of their probes there is room for some 20,000. */
    public static void main(String[] arguments) throws InterruptedException {
        endNanos = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
        mostLoaders = Long.parseLong(arguments[2]);
        Worker[] workers = new Worker[Integer.parseInt(arguments[1])];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
        long[] made = new long[SoakSites.SITES];
        for (Worker worker : workers) {
            worker.join();
            for (int site = 0; site < SoakSites.SITES; site++) {
                made[site] += worker.made[site];
            }
        }
        print(made);
    }

    private static void print(long[] made) {
        long[] counted = SoakSites.counted();
        long events = Arrays.stream(made).sum();
        System.out.println("made=" + events);
        System.out.println("counted=" + Arrays.stream(counted).sum());
        System.out.println("sites.unequal="
                + (SoakSites.SITES
                        - Arrays.stream(SoakSites.equal(made, counted)).sum()));
        System.out.println("specimens.made=" + SPECIMENS);
        System.out.println("specimens.counted=" + Specimens.counted());
        System.out.println("decreased=" + DECREASED);
        System.out.println("loaders=" + LOADERS);
        System.out.println("threads=" + STARTED);
        System.out.println("resets=" + RESETS);
        System.out.println("reads=" + READS);
        System.out.println("dumps=" + DUMPS);
        System.out.println("drains=" + DRAINS);
        System.out.println("skipped=" + AllocSites.skipped().size());
        System.out.println("own=" + AllocSites.snapshot().agent().ownBytes());
        System.out.println("probes=" + AllocSites.snapshot().agent().probes());
        System.out.println("stray=" + Recording.strayEvents());
    }

    /** One thread, with an account that nobody else writes. */
    private static final class Worker extends Thread {
        private static final int BURST = 500;

        final long[] made = new long[SoakSites.SITES];
        private final long[] read = new long[SoakSites.SITES];
        private final Burst burst = new Burst();
        private long random;

        Worker(long seed) {
            random = seed * 0x9E3779B97F4A7C15L;
        }

        @Override
        public void run() {
            while (System.nanoTime() < endNanos) {
                try {
                    act(next(512));
                } catch (ReflectiveOperationException | InterruptedException | IOException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        }

        private int next(int bound) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            return (int) (random >>> 33) & bound - 1;
        }

        private void act(int what) throws ReflectiveOperationException, InterruptedException, IOException {
            switch (what) {
                case 0 -> reset();
                case 1, 2 -> readLifetime();
                case 3 -> readSnapshot();
                case 4 -> dump();
                case 5, 6 -> drain();
                case 7, 8, 9 -> load();
                case 10, 11, 12, 13, 14, 15, 16, 17 -> start(what & 3);
                default -> SoakSites.burst(made, BURST, next(SoakSites.SITES));
            }
        }

        private static void reset() {
            AllocSites.reset();
            RESETS.incrementAndGet();
        }

        private void readLifetime() {
            long[] counted = SoakSites.counted();
            for (int site = 0; site < SoakSites.SITES; site++) {
                if (counted[site] < read[site] || counted[site] < made[site]) {
                    DECREASED.incrementAndGet();
                }
            }
            System.arraycopy(counted, 0, read, 0, counted.length);
            READS.incrementAndGet();
        }

        private static void readSnapshot() {
            AllocSites.snapshot();
            READS.incrementAndGet();
        }

        private static void dump() throws IOException {
            AllocSites.ownWork(() -> {
                try {
                    new JsonWriter().write(AllocSites.snapshot(), Query.ALL, OutputStream.nullOutputStream());
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
                return null;
            });
            DUMPS.incrementAndGet();
        }

        private static void drain() {
            Recording.drain();
            DRAINS.incrementAndGet();
        }

        private void load() throws ReflectiveOperationException {
            long number = LOADERS.incrementAndGet();
            if (number > mostLoaders) {
                LOADERS.decrementAndGet();
                return;
            }
            Runnable specimen = new Specimens().make((int) number & 1023);
            for (int i = next(8); i >= 0; i--) {
                specimen.run();
            }
            SPECIMENS.addAndGet(((LongSupplier) specimen).getAsLong());
        }

        /** Threads that end at once, and whose account this one takes over. */
        private void start(int more) throws InterruptedException {
            burst.site = next(SoakSites.SITES);
            for (int i = 0; i <= more; i++) {
                Thread thread = new Thread(burst);
                thread.start();
                thread.join();
                STARTED.incrementAndGet();
            }
            for (int site = 0; site < SoakSites.SITES; site++) {
                made[site] += burst.made[site];
                burst.made[site] = 0;
            }
        }
    }

    private static final class Burst implements Runnable {
        final long[] made = new long[SoakSites.SITES];
        int site;

        @Override
        public void run() {
            SoakSites.burst(made, 50, site);
        }
    }
}
