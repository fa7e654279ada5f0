// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Clients that each send their next request when the last one is answered, a fixed mixture of the demo's routes. */
final class Load {
    private static final List<String> ROUTES =
            List.of("/orders/%d", "/orders?page=%d&size=5", "/hello/%d", "/orders/search?q=anv&n=%d");
    private static final int ORDERS = 20;

    private final int port;
    private final int clients;

    Load(int port, int clients) {
        this.port = port;
        this.clients = clients;
    }

    /**
     * Of all clients, in the order of their ends.
     *
     * @param ends nanoseconds, as {@link System#nanoTime} counts them
     * @param tookNanos of each request, in no order that means anything
     * @param wallNanos from the first request to the last answer
     */
    record Answers(long[] ends, long[] tookNanos, long wallNanos) {
        /** Those of several times, of which each began after the last had ended. */
        static Answers of(List<Answers> parts) {
            return new Answers(
                    parts.stream()
                            .flatMapToLong(part -> Arrays.stream(part.ends))
                            .toArray(),
                    parts.stream()
                            .flatMapToLong(part -> Arrays.stream(part.tookNanos))
                            .toArray(),
                    parts.stream().mapToLong(Answers::wallNanos).sum());
        }

        int number() {
            return ends.length;
        }

        double perSecond() {
            return number() * 1e9 / wallNanos;
        }

        double p99Millis() {
            long[] sorted = tookNanos.clone();
            Arrays.sort(sorted);
            return sorted[(int) (sorted.length * 0.99)] / 1e6;
        }
    }

    /** Sends requests for so long. */
    Answers lasting(long millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        return until(() -> end);
    }

    /** Sends requests until a time, as {@link System#nanoTime} counts it, that may change meanwhile. */
    Answers until(LongSupplier end) throws IOException, InterruptedException {
        return run(() -> System.nanoTime() < end.getAsLong());
    }

    /** Sends so many requests. */
    Answers counting(int requests) throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        return run(() -> left.getAndDecrement() > 0);
    }

    private Answers run(BooleanSupplier goesOn) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            long begun = System.nanoTime();
            List<Future<List<long[]>>> futures = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int first = client;
                futures.add(pool.submit(() -> requests(first, goesOn)));
            }
            List<long[]> all = new ArrayList<>();
            for (Future<List<long[]>> future : futures) {
                all.addAll(future.get());
            }
            return answers(all, System.nanoTime() - begun);
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Answers answers(List<long[]> all, long wallNanos) {
        all.sort((one, other) -> Long.compare(one[0], other[0]));
        return new Answers(
                all.stream().mapToLong(each -> each[0]).toArray(),
                all.stream().mapToLong(each -> each[1]).toArray(),
                wallNanos);
    }

    private List<long[]> requests(int first, BooleanSupplier goesOn) throws IOException {
        List<long[]> answers = new ArrayList<>();
        try (Connection connection = new Connection(port)) {
            for (int number = first; goesOn.getAsBoolean(); number++) {
                long begun = System.nanoTime();
                connection.get(String.format(ROUTES.get(number % ROUTES.size()), number % ORDERS + 1));
                long end = System.nanoTime();
                answers.add(new long[] {end, end - begun});
            }
        }
        return answers;
    }
}
