// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What a trial took, round by round.
 *
 * @param rounds one or more
 */
record Measured(List<Round> rounds) {
    private static final double CONFIDENCE = 0.999;

    Measured {
        rounds = List.copyOf(rounds);
    }

    /**
     * One JVM.
     *
     * @param nanos an operation took, by iteration
     * @param bytes an operation allocated
     */
    record Round(List<Double> nanos, double bytes) {
        double meanNanos() {
            return nanos.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        }
    }

    Measured plus(Measured more) {
        List<Round> all = new ArrayList<>(rounds);
        all.addAll(more.rounds);
        return new Measured(all);
    }

    /** Of all iterations. */
    double nanos() {
        return new ListStatistics(iterations()).getMean();
    }

    /** Half of the interval of confidence, as JMH computes it; not a number where there are too few iterations. */
    double errorNanos() {
        return new ListStatistics(iterations()).getMeanErrorAt(CONFIDENCE);
    }

    private double[] iterations() {
        return rounds.stream()
                .flatMap(round -> round.nanos.stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** An operation allocated. */
    double bytes() {
        return rounds.stream().mapToDouble(Round::bytes).average().orElse(Double.NaN);
    }

    /** Time by the twin's, the median of rounds: the machine is not equally fast all the time. */
    double ratioTo(Measured twin) {
        double[] ratios = new double[rounds.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] =
                    rounds.get(round).meanNanos() / twin.rounds.get(round).meanNanos();
        }
        return median(ratios);
    }

    private static double median(double... values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }

    /** Nanoseconds with their error. */
    String time() {
        return time("%.2f", 1);
    }

    /** Microseconds with their error. */
    String micros() {
        return time("%.1f", 1e-3);
    }

    private String time(String format, double unit) {
        String mean = String.format(Locale.ROOT, format, unit * nanos());
        double error = errorNanos();
        return Double.isNaN(error) ? mean : mean + " ± " + String.format(Locale.ROOT, format, unit * error);
    }

    /** Bytes. */
    String allocated() {
        return String.format(Locale.ROOT, "%.2f", bytes());
    }
}
