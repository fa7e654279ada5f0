// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.table.OwnWork;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Writes the top sites when the heap runs out.
 *
 * <p>The JVM tells a Java agent nothing of an OutOfMemoryError: those it throws itself run no constructor. But it
 * promises to clear every soft reference before it throws one, be it for a full heap or for one array that is too
 * large. So one soft reference is kept that nobody else holds and that is used every second or sooner: the JVM keeps
 * such a one a second for each megabyte that is free, so that when it is gone, the heap is at its end.
 *
 * <p>What is missing: a program that comes through by that last collection gets a file all the same; with ZGC so does
 * one whose threads have to wait for the collector, and with -XX:SoftRefLRUPolicyMSPerMB=0 anyone.
 *
 * <p>The file with {@code .partial} after its name is open from the beginning, because to open one takes heap. It has
 * what was written in advance while the heap was nearly full, and stays where there was no time for more, as in a JVM
 * that exits at once (-XX:+ExitOnOutOfMemoryError), or no heap to rename it; the next process renames it. One that ends
 * as it should takes what was written in advance with it.
 */
final class OomDump implements Runnable {
    private static final long LOOK_MILLIS = 250;
    private static final long LOOK_MILLIS_NEARLY_FULL = 500; // a look writes then
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_ATTEMPTS_MILLIS = 100;

    private final OomReport report;
    private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
    private volatile SoftReference<Object> last = new SoftReference<>(new Object(), cleared);
    private boolean isNearlyFull;
    private volatile boolean isDue;
    private volatile boolean wasWritten;
    private volatile long writtenNanos;

    private OomDump(OomReport report) {
        this.report = report;
    }

    static void start(Installation installation, Path file) {
        OomReport report = new OomReport(installation, file);
        if (!report.rehearse()) {
            return;
        }
        OomDump dump = new OomDump(report);
        Thread thread = new Thread(null, dump, "allocsites-oom", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
        Thread atExit = new Thread(null, dump::finish, "allocsites-oom-exit", 0, false);
        atExit.setContextClassLoader(null);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Nothing this thread ever does is the application's. */
    @Override
    public void run() {
        OwnWork.begin();
        try {
            while (true) {
                await();
                look();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** To wait for a reference takes heap: where there is none, there is something to look at. */
    private void await() throws InterruptedException {
        try {
            cleared.remove(isNearlyFull ? LOOK_MILLIS_NEARLY_FULL : LOOK_MILLIS);
        } catch (OutOfMemoryError full) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS_MILLIS);
        }
    }

    private void look() throws InterruptedException {
        if (last.refersTo(null)) {
            isDue = true;
        }
        if (isDue && isTimeAgain()) {
            write();
        }
        try {
            if (last.refersTo(null)) {
                last = new SoftReference<>(new Object(), cleared);
            } else {
                last.get(); // not at each collection: one that is under way would have to keep it
            }
            prepare();
        } catch (OutOfMemoryError full) {
            return; // the next look has the rest
        }
    }

    private synchronized void prepare() {
        isNearlyFull = report.prepare();
    }

    /** A heap that is nearly full runs out again and again; the file of the last time is kept. */
    private boolean isTimeAgain() {
        return !wasWritten || System.nanoTime() - writtenNanos > PAUSE_NANOS;
    }

    /** The thread that ran out of memory may have to end first: until then there may be no room even to open a file. */
    private synchronized void write() throws InterruptedException {
        for (int attempt = 1; isDue && attempt <= ATTEMPTS; attempt++) {
            try {
                report.write();
                isDue = false;
                wasWritten = true;
                writtenNanos = System.nanoTime();
                report.complete();
            } catch (OutOfMemoryError full) { // what no attempt can write stays due: a later look may have room
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ATTEMPTS_MILLIS);
            }
        }
    }

    private synchronized void close() {
        report.close(isDue);
    }

    /** The JVM often ends right after, when the main thread has. */
    private void finish() {
        long token = OwnWork.begin();
        try {
            if (last.refersTo(null) && !wasWritten) {
                isDue = true;
            }
            write();
            close();
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        } finally {
            OwnWork.end(token);
        }
    }
}
