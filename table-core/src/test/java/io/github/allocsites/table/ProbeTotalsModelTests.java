// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random events of random probes on random threads, with threads that end, drains, readings and new epochs, against
 * plain maps. {@code -Dallocsites.model.events=10000000} makes it longer, {@code -Dallocsites.model.seed=S} repeats a
 * run.
 */
final class ProbeTotalsModelTests {
    private static final long EVENTS = Long.getLong("allocsites.model.events", 1_000_000);
    private static final long SEED = Long.getLong("allocsites.model.seed", System.nanoTime());
    private static final int MOST_THREADS = 12;
    private static final int MOST_PROBES = 3_000;
    private static final int MOST_EVENTS_A_TURN = 2_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<Integer> probes = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final AtomicInteger captures = new AtomicInteger();
    private ModelTotals model = new ModelTotals();
    private ModelTotals modelBefore = new ModelTotals();
    private ProbeTotals before;
    private ProbeTotals last;

    /** A thread that does one thing after the other. */
    private static final class Worker extends Thread {
        private final LinkedBlockingQueue<FutureTask<?>> tasks = new LinkedBlockingQueue<>();
        private volatile boolean ending;

        FutureTask<?> give(Runnable work) {
            FutureTask<?> task = new FutureTask<>(work, null);
            tasks.add(task);
            return task;
        }

        @Override
        public void run() {
            try {
                while (!ending) {
                    tasks.take().run();
                }
            } catch (InterruptedException interrupted) {
                ending = true;
            }
        }

        void end() throws InterruptedException {
            give(() -> ending = true);
            join();
        }
    }

    /** The hooks of this process. */
    private final class Hooks implements RandomEvents.Counter {
        private final Thread self = Thread.currentThread();

        @Override
        public void object(int probe) {
            Hook.object(self, Worker.class, probes.get(probe));
        }

        @Override
        public void fixed(int probe) {
            Hook.fixed(self, probes.get(probe));
        }

        @Override
        public void array(int probe, int elementBytes, int length) {
            switch (elementBytes) {
                case 1 -> Hook.array1(self, length, probes.get(probe));
                case 2 -> Hook.array2(self, length, probes.get(probe));
                case 4 -> Hook.array4(self, length, probes.get(probe));
                default -> Hook.array8(self, length, probes.get(probe));
            }
        }

        @Override
        public void level(int probe, int arrays, int elementBytes, int length) {
            Hook.level(self, arrays, length, elementBytes, probes.get(probe));
        }

        @Override
        public void ownWork(Runnable events) {
            long token = OwnWork.begin();
            try {
                events.run();
            } finally {
                OwnWork.end(token);
            }
        }
    }

    @AfterEach
    void endAll() throws InterruptedException {
        for (Worker worker : workers) {
            worker.end();
        }
        Recording.capture(null);
        Recording.sizer(null);
    }

    @Test
    void shouldEqualPlainMaps() throws Exception {
        Recording.sizer(object -> ModelTotals.OBJECT_BYTES);
        before = Recording.totals();
        last = before;
        long done = 0;
        try {
            while (done < EVENTS) {
                done += turn();
            }
            assertTotals();
        } catch (Throwable failed) {
            throw new AssertionError("repeat with -Dallocsites.model.seed=" + SEED + ": " + failed, failed);
        }
        assertThat(captures).hasPositiveValue();
    }

    private long turn() throws Exception {
        while (workers.isEmpty() || workers.size() < MOST_THREADS && random.nextInt(3) == 0) {
            Worker worker = new Worker();
            worker.start();
            workers.add(worker);
        }
        while (probes.size() < RandomEvents.KINDS || probes.size() < MOST_PROBES && random.nextInt(10) > 0) {
            probes.add(newProbe(probes.size()));
        }
        long events = runEvents();
        switch (random.nextInt(8)) {
            case 0 -> workers.remove(random.nextInt(workers.size())).end();
            case 1 -> Recording.drain();
            case 2 -> assertTotals();
            case 3 -> newEpoch();
            case 4 ->
                Recording.capture(random.nextBoolean() ? (probe, count, bytes) -> captures.incrementAndGet() : null);
            default -> {}
        }
        return events;
    }

    private static int newProbe(int number) {
        return switch (RandomEvents.kind(number)) {
            case 0 -> FreshProbes.object();
            case 1 -> FreshProbes.fixed(ModelTotals.FIXED_BYTES);
            default -> FreshProbes.varying();
        };
    }

    /** Every worker runs a script of its own, all at once, while the totals are read. */
    private long runEvents() throws InterruptedException, ExecutionException {
        long events = 0;
        int known = probes.size();
        List<FutureTask<?>> running = new ArrayList<>();
        for (Worker worker : workers) {
            long seed = random.nextLong();
            int some = random.nextInt(MOST_EVENTS_A_TURN);
            running.add(worker.give(() -> RandomEvents.run(seed, some, known, new Hooks())));
            RandomEvents.run(seed, some, known, model);
            events += some;
        }
        assertGrown();
        for (FutureTask<?> task : running) {
            task.get();
        }
        return events;
    }

    private void assertGrown() {
        ProbeTotals now = Recording.totals();
        for (int probe = 0; probe < last.probes(); probe++) {
            if (now.count(probe) < last.count(probe) || now.bytes(probe) < last.bytes(probe)) {
                throw new AssertionError("probe " + probe + " fell");
            }
        }
        last = now;
    }

    private void assertTotals() {
        ProbeTotals since = Recording.totals().since(before);
        for (int probe = 0; probe < probes.size(); probe++) {
            int number = probes.get(probe);
            long count = model.count(probe) - modelBefore.count(probe);
            long bytes = model.bytes(probe) - modelBefore.bytes(probe);
            if (since.count(number) != count || since.bytes(number) != bytes) {
                throw new AssertionError("probe " + probe + " has " + since.count(number) + " events and "
                        + since.bytes(number) + " bytes instead of " + count + " and " + bytes);
            }
        }
    }

    private void newEpoch() {
        before = Recording.totals();
        modelBefore = model.copy();
    }
}
