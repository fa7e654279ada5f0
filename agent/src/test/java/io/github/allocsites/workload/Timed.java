// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import io.github.allocsites.agent.AllocSites;
import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.report.CallSite;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Site;
import io.github.allocsites.report.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Allocates known numbers of known objects in windows, between marks and in pauses, and prints what it reads. */
public final class Timed {
    public static final int EVENTS = 12_345;
    public static final int MORE = 77;
    public static final int SIZE_BYTES = 32;
    private static final int TRIES = 100;
    private static final int WINDOW_SECONDS = 3;
    private static final int LONGEST_SECONDS = 60;
    static volatile Object sink;

    private Timed() {}

    /** With {@code noise}, another thread allocates without end. */
    public static void main(String[] arguments) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread other = new Thread(() -> noise(stop));
        if (arguments.length > 0) {
            other.start();
        }
        allocate(1);
        marks();
        pause();
        windows();
        places();
        stop.set(true);
        other.join();
    }

    private static void marks() {
        Mark first = AllocSites.mark();
        allocate(EVENTS);
        Mark second = AllocSites.mark();
        allocate(MORE);
        AllocSites.reset();
        say("mark.after", allocateUntilAStackIsSeenSince(second));
        print("mark.first", AllocSites.since(first.id()));
        print("mark.second", AllocSites.since(second.id()));
        print("mark.reset", AllocSites.snapshot());
        Snapshot since = AllocSites.since(second.id());
        say("mark.since", since.since().equals(second.since()) ? 1 : 0);
        try {
            AllocSites.since("no mark");
        } catch (IllegalQueryException unknown) {
            say("mark.unknown", unknown.allowed().equals("a mark: " + first.id() + ", " + second.id()) ? 1 : 0);
        }
    }

    /** Where other stacks used up the time they may take, one is captured after a later drain. Returns the events. */
    private static int allocateUntilAStackIsSeenSince(Mark mark) {
        int events = 0;
        do {
            allocate(MORE);
            events += MORE;
        } while (events < TRIES * MORE && !hasStack(AllocSites.since(mark.id())));
        return events;
    }

    private static boolean hasStack(Snapshot snapshot) {
        return snapshot.callSites().stream()
                .anyMatch(part -> isWanted(part.site()) && !part.frames().isEmpty());
    }

    private static void pause() {
        AllocSites.reset();
        Mark mark = AllocSites.mark();
        allocate(MORE);
        AllocSites.pause();
        Snapshot before = AllocSites.lifetime();
        allocate(EVENTS);
        Snapshot paused = AllocSites.lifetime();
        print("pause.snapshot", AllocSites.snapshot());
        print("pause.mark", AllocSites.since(mark.id()));
        say("pause.status", AllocSites.status().ordinal());
        say("pause.reason", AllocSites.reason().equals(paused.reason()) ? 1 : 0);
        say("pause.lifetime", paused.totals().count() - before.totals().count());
        say("pause.jvm", difference(before, paused, snapshot -> jvmBytes(snapshot)));
        say(
                "pause.stacks",
                difference(before, paused, snapshot -> snapshot.agent().stacks()));
        AllocSites.resume();
        allocate(MORE);
        Snapshot resumed = AllocSites.lifetime();
        print("resume.snapshot", AllocSites.snapshot());
        print("resume.mark", AllocSites.since(mark.id()));
        say("resume.status", AllocSites.status().ordinal());
        say("resume.events", events(resumed) - events(paused));
        say(
                "resume.stacks",
                difference(paused, resumed, snapshot -> snapshot.agent().stacks()));
    }

    private static long jvmBytes(Snapshot snapshot) {
        Long bytes = snapshot.totals().jvmBytes();
        return bytes == null ? 0 : bytes;
    }

    private static long difference(Snapshot before, Snapshot after, ToLongFunction<Snapshot> number) {
        return number.applyAsLong(after) - number.applyAsLong(before);
    }

    private static void windows() throws Exception {
        print("window", window(() -> allocate(EVENTS)));
        print("window.reset", window(() -> {
            allocate(EVENTS);
            AllocSites.reset();
            allocate(MORE);
        }));
        Snapshot half = window(() -> {
            allocate(MORE);
            AllocSites.pause();
            allocate(EVENTS);
        });
        print("window.paused", half);
        say("window.status", half.status().ordinal());
        Snapshot empty = AllocSites.window(1);
        say("window.empty", empty.totals().count() + empty.sites().size());
        AllocSites.resume();
        Snapshot one = AllocSites.window(1);
        say("window.nanos", one.elapsed().toNanos());
        say("window.jvm", one.totals().jvmBytes() == null || one.totals().jvmBytes() >= 0 ? 1 : 0);
    }

    /** The events are all in the window: the thread that waits for its end does so before them and after them. */
    private static Snapshot window(Runnable events) throws Exception {
        FutureTask<Snapshot> window = new FutureTask<>(() -> AllocSites.window(WINDOW_SECONDS));
        Thread thread = new Thread(window);
        thread.start();
        awaitSleep(thread);
        events.run();
        if (thread.getState() != Thread.State.TIMED_WAITING) {
            throw new IllegalStateException("the window was over before its events were: the machine is too slow");
        }
        return window.get();
    }

    private static void awaitSleep(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
    }

    private static void places() throws Exception {
        List<Thread> waiting = new ArrayList<>();
        List<FutureTask<Integer>> windows = new ArrayList<>();
        Callable<Integer> untilTold = () -> {
            try {
                AllocSites.window(LONGEST_SECONDS);
                return 0;
            } catch (InterruptedException told) {
                return 1;
            }
        };
        for (int number = 0; number < TooManyWindowsException.MOST; number++) {
            FutureTask<Integer> window = new FutureTask<>(untilTold);
            windows.add(window);
            waiting.add(new Thread(window));
        }
        for (Thread thread : waiting) {
            thread.start();
            awaitSleep(thread);
        }
        try {
            AllocSites.window(1);
        } catch (TooManyWindowsException full) {
            say("places.full", 1);
        }
        waiting.forEach(Thread::interrupt);
        int interrupted = 0;
        for (FutureTask<Integer> window : windows) {
            interrupted += window.get();
        }
        say("places.interrupted", interrupted);
        say("places.free", AllocSites.window(1).elapsed().toSeconds());
    }

    private static void print(String key, Snapshot snapshot) {
        say(key + ".count", events(snapshot));
        say(key + ".bytes", sum(snapshot, Site::bytes));
        long exact = 0;
        long without = 0;
        for (CallSite part : snapshot.callSites()) {
            if (isWanted(part.site())) {
                exact += part.estimated() || part.frames().isEmpty() ? 0 : part.count();
                without += part.frames().isEmpty() ? part.count() : 0;
            }
        }
        say(key + ".exact", exact);
        say(key + ".without", without);
    }

    private static long events(Snapshot snapshot) {
        return sum(snapshot, Site::count);
    }

    private static long sum(Snapshot snapshot, ToLongFunction<Site> number) {
        return snapshot.sites().stream()
                .filter(Timed::isWanted)
                .mapToLong(number)
                .sum();
    }

    private static boolean isWanted(Site site) {
        return site.className().equals(Timed.class.getName()) && site.method().equals("one");
    }

    private static void allocate(int events) {
        for (int i = 0; i < events; i++) {
            one();
        }
    }

    private static void one() {
        sink = new long[2];
    }

    private static void noise(AtomicBoolean stop) {
        Consumer<Object> keep = text -> sink = text;
        while (!stop.get()) {
            keep.accept(new StringBuilder().append(sink == null).toString());
        }
    }

    private static void say(String key, long value) {
        System.out.println(key + "=" + value);
    }
}
