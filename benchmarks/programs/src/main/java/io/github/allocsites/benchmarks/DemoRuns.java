// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import io.github.allocsites.benchmarks.DemoComparison.Pair;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is done with the demo and measured, for each kind of comparison. */
final class DemoRuns {
    private static final int CLIENTS = 8;
    private static final int COLD_REQUESTS = 20_000;
    private static final long WARM_UP_MILLIS = seconds("benchmarks.warm-up-seconds", 60);
    private static final long MEASURED_MILLIS = seconds("benchmarks.measured-seconds", 30);
    private static final int TURNS = 16;

    private final Demo.Launcher launcher;

    DemoRuns(Demo.Launcher launcher) {
        this.launcher = launcher;
    }

    private static long seconds(String property, int standard) {
        return Integer.getInteger(property, standard) * 1000L;
    }

    /** Of two warm demos that answer by turns: a shared machine that becomes slower does so for both. */
    Pair http(Contender without, Contender with) throws IOException, InterruptedException {
        try (Demo one = launcher.start(without, List.of());
                Demo other = launcher.start(with, List.of())) {
            if (one == null || other == null) {
                return Pair.NONE;
            }
            WarmDemo warmOne = WarmDemo.of(one, new Load(one.port(), CLIENTS), WARM_UP_MILLIS);
            WarmDemo warmOther = WarmDemo.of(other, new Load(other.port(), CLIENTS), WARM_UP_MILLIS);
            for (int turn = 0; turn < TURNS; turn++) {
                (turn % 2 == 0 ? warmOne : warmOther).turn(MEASURED_MILLIS / TURNS);
                (turn % 2 == 0 ? warmOther : warmOne).turn(MEASURED_MILLIS / TURNS);
            }
            return new Pair(warmOne.figures(), warmOther.figures());
        }
    }

    /** From the start of the JVM through a fixed number of requests. */
    Map<String, Double> cold(Contender contender) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try (Demo demo = launcher.start(contender, List.of())) {
            if (demo == null) {
                return null;
            }
            new Load(demo.port(), CLIENTS).counting(COLD_REQUESTS);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("CPU, s", demo.cpuNanos() / 1e9);
            figures.put("wall, s", (System.nanoTime() - begun) / 1e9);
            return figures;
        }
    }

    /** Until the application has started. */
    Map<String, Double> startUp(Contender contender) throws IOException, InterruptedException {
        try (Demo demo = launcher.start(contender, List.of())) {
            if (demo == null) {
                return null;
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("until started, s", demo.startedSeconds());
            figures.put("CPU until then, s", demo.startedCpuSeconds());
            figures.put("classes instrumented", contender.isOurs() ? demo.reported("instrumentedClasses") : Double.NaN);
            return figures;
        }
    }
}
