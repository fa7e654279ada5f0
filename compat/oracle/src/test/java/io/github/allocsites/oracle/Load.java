// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

/**
 * Requests for the routes of the demo, over and over in the same order, on two connections at once. A turn is once
 * through all of them, so that as many turns are the same requests.
 */
final class Load {
    private static final int CONNECTIONS = 2;

    /** None of them makes up most of what is allocated. */
    private static final List<String> TURN = turn();

    private final Demo demo;

    Load(Demo demo) {
        this.demo = demo;
    }

    private static List<String> turn() {
        List<String> turn = new ArrayList<>();
        for (int quarter = 0; quarter < 4; quarter++) {
            for (int number = 1; number <= 16; number++) {
                turn.add("/orders/" + (16 * quarter + number));
            }
            for (int page = 0; page < 8; page++) {
                turn.add("/orders?size=20&page=" + (8 * quarter + page) % 10);
            }
            turn.addAll(Collections.nCopies(6, "/orders/search?q=or"));
            turn.addAll(Collections.nCopies(4, "/report/copy"));
            turn.addAll(Collections.nCopies(4, "/hello/you"));
            turn.add("/report/boxing");
        }
        turn.add("/report/concat");
        turn.add("/report/formatted");
        return turn;
    }

    static int requests(List<Integer> turns) {
        return TURN.size() * turns.stream().mapToInt(Integer::intValue).sum();
    }

    /** As many turns of each connection as begin within that time. */
    List<Integer> forSeconds(int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        return run(Collections.nCopies(CONNECTIONS, done -> System.nanoTime() < end));
    }

    /** So many turns of each connection. */
    List<Integer> turns(List<Integer> turns) throws Exception {
        List<IntPredicate> more = new ArrayList<>();
        turns.forEach(most -> more.add(done -> done < most));
        return run(more);
    }

    private List<Integer> run(List<IntPredicate> more) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(more.size());
        try {
            List<Callable<Integer>> connections = new ArrayList<>();
            more.forEach(of -> connections.add(() -> run(of)));
            List<Integer> turns = new ArrayList<>();
            for (Future<Integer> each : threads.invokeAll(connections)) {
                turns.add(each.get());
            }
            return turns;
        } finally {
            threads.shutdown();
        }
    }

    private int run(IntPredicate more) throws Exception {
        try (KeepAlive connection = demo.connect()) {
            int turns = 0;
            while (more.test(turns)) {
                for (String path : TURN) {
                    assertThat(connection.send("GET", path).status()).as(path).isEqualTo(200);
                }
                turns++;
            }
            return turns;
        }
    }
}
