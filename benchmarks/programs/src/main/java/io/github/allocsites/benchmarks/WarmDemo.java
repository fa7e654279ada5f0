// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import io.github.allocsites.benchmarks.Load.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A demo that is warm and answers for a turn when it is told to; in between nobody asks it anything. */
final class WarmDemo {
    private static final double MICROS = 1e3;

    private final Demo demo;
    private final Load load;
    private final List<Answers> turns = new ArrayList<>();
    private long cpuNanos;

    private WarmDemo(Demo demo, Load load) {
        this.demo = demo;
        this.load = load;
    }

    /** Returns when it was under load for so long. */
    static WarmDemo of(Demo demo, Load load, long warmUpMillis) throws IOException, InterruptedException {
        load.lasting(warmUpMillis);
        return new WarmDemo(demo, load);
    }

    void turn(long millis) throws IOException, InterruptedException {
        long before = demo.cpuNanos();
        turns.add(load.lasting(millis));
        cpuNanos += demo.cpuNanos() - before;
    }

    /** Of all turns so far. */
    Map<String, Double> figures() {
        Answers all = Answers.of(turns);
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("CPU per request, µs", cpuNanos / MICROS / all.number());
        figures.put("requests per second", all.perSecond());
        figures.put("p99, ms", all.p99Millis());
        return figures;
    }
}
