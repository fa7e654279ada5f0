// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.Profile;
import io.github.allocsites.agent.Profiler;
import io.github.allocsites.report.Snapshot;
import java.util.concurrent.atomic.AtomicBoolean;

/** Measures pieces of itself while another thread allocates, and prints what it read. */
public final class Measured {
    public static final int EVENTS = 12_345;
    static volatile Object sink;

    private Measured() {}

    public static void main(String[] arguments) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread other = new Thread(() -> noise(stop));
        other.start();
        thread();
        process();
        reset();
        stop.set(true);
        other.join();
    }

    private static void thread() {
        Profiler profiler = Profiler.start(Profiler.Scope.THREAD);
        events();
        Profile profile = profiler.stop();
        System.out.println("thread.count=" + profile.count());
        System.out.println("thread.bytes=" + profile.bytes());
        System.out.println("thread.rows=" + profile.sites().size());
        Profile empty = Profiler.start(Profiler.Scope.THREAD).stop();
        System.out.println("empty.count=" + empty.count());
    }

    private static void process() {
        Profiler profiler = Profiler.start(Profiler.Scope.PROCESS);
        events();
        Profile profile = profiler.stop();
        profile.sites().stream()
                .filter(site -> site.method().equals("events"))
                .forEach(site -> System.out.println("process.count=" + site.count()));
    }

    private static void reset() {
        Snapshot before = AllocSites.lifetime();
        AllocSites.reset();
        Snapshot after = AllocSites.snapshot();
        Snapshot lifetime = AllocSites.lifetime();
        System.out.println("reset.events=" + events(after));
        System.out.println("reset.dropped=" + after.table().droppedEvents());
        System.out.println(
                "lifetime.grew=" + (lifetime.totals().count() >= before.totals().count() ? 1 : 0));
        System.out.println("lifetime.events=" + events(lifetime));
    }

    private static long events(Snapshot snapshot) {
        return snapshot.sites().stream()
                .filter(site -> site.className().equals(Measured.class.getName())
                        && site.method().equals("events"))
                .mapToLong(site -> site.count())
                .sum();
    }

    private static void events() {
        for (int i = 0; i < EVENTS; i++) {
            sink = new long[2];
        }
    }

    private static void noise(AtomicBoolean stop) {
        while (!stop.get()) {
            sink = new StringBuilder().append(sink == null).toString();
        }
    }
}
