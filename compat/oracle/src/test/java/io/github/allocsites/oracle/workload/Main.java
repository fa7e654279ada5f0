// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle.workload;

import com.sun.management.ThreadMXBean;
import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Profile;
import io.github.allocsites.agent.Profiler;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.Frame;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Repeats a workload in a thread of its own: {@code Main <workload> <repetitions> [<file> [stacks]]}. The file receives
 * the agent's rows, by stack if asked for. Classes, caches and call sites are set up by another thread before, so that
 * little else is in the thread's rows. Without a file it says how many bytes the thread allocated by the JVM's own
 * count.
 */
public final class Main {
    /** Also the name of the thread. */
    public static final String THREAD = "workload";

    /** More than java.lang.invoke and reflection wait before they generate code for what is called often. */
    private static final int WARM_UP = 300;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static boolean byStack;
    private static long result;
    private static long allocatedBytes;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Workload workload = Workload.named(arguments[0]);
        int repetitions = Integer.parseInt(arguments[1]);
        Path rows = arguments.length > 2 ? Path.of(arguments[2]) : null;
        byStack = arguments.length > 3;
        if (byStack) {
            AllocSites.starting(); // stacks of the warm-up would take minutes
        }
        repeat(workload, WARM_UP);

        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(() -> measure(workload, repetitions, rows), THREAD);
        thread.setUncaughtExceptionHandler((ended, thrown) -> failure[0] = thrown);
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw new AssertionError(failure[0]);
        }
        System.out.println("result=" + result);
        System.out.println("allocated=" + allocatedBytes);
    }

    private static void measure(Workload workload, int repetitions, Path rows) {
        try {
            Profiler profiler = rows == null || byStack ? null : Profiler.start(Profiler.Scope.THREAD);
            if (byStack) {
                writeStacks(AllocSites.snapshot(), rows); // loads what the last one needs
                AllocSites.ready();
                AllocSites.reset();
            }
            result = repeat(workload, repetitions); // one line for all, which stacks show
            if (rows == null) {
                allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
            } else if (byStack) {
                writeStacks(AllocSites.snapshot(), rows);
            } else {
                write(profiler.stop(), rows);
            }
            if (rows != null) {
                AllocSites.skipped().forEach(left -> System.out.println("leftOut=" + left));
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long repeat(Workload workload, int repetitions) throws Exception {
        long sum = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            sum = 31 * sum + workload.once(repetition);
        }
        return sum;
    }

    /** Of the whole process: the thread is the only one at work. */
    private static void writeStacks(Snapshot snapshot, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (CallSite callSite : snapshot.callSites()) {
            StringBuilder line = new StringBuilder(callSite.site().type());
            line.append('\t').append(callSite.count()).append('\t').append(callSite.bytes());
            for (Frame frame : callSite.frames()) {
                line.append('\t').append(frame.className()).append('.').append(frame.method());
                line.append(frame.line() == null ? "" : ":" + frame.line());
            }
            lines.add(line.toString());
        }
        Files.write(file, lines);
    }

    private static void write(Profile profile, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Site site : profile.sites()) {
            int line = site.line() == null ? -1 : site.line();
            lines.add(String.join(
                    "\t",
                    site.className(),
                    site.method(),
                    Integer.toString(line),
                    site.type(),
                    Long.toString(site.count()),
                    Long.toString(site.bytes())));
        }
        Files.write(file, lines);
    }
}
