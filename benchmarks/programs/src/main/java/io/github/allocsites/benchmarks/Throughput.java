// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Answers of a server around an event.
 *
 * @param ends when each answer was there, in nanoseconds, ascending
 * @param begun when the event began
 * @param ended when it was over
 */
record Throughput(long[] ends, long begun, long ended) {
    private static final double SECOND = 1e9;
    private static final long STEP = 250_000_000;
    private static final int STEPS_TOGETHER = 4;
    private static final double ENOUGH = 0.9;
    private static final int WIDTH = 800;
    private static final int HEIGHT = 240;
    private static final int MARGIN = 40;

    /** Answers per second until the event. */
    double before() {
        return number(ends[0], begun) * SECOND / (begun - ends[0]);
    }

    private long number(long from, long to) {
        return LongStream.of(ends).filter(end -> end >= from && end < to).count();
    }

    /** Longest time without an answer that ended in a time. */
    private double longestMillis(long from, long to) {
        long longest = 0;
        for (int i = 1; i < ends.length; i++) {
            if (ends[i] >= from && ends[i] < to) {
                longest = Math.max(longest, ends[i] - ends[i - 1]);
            }
        }
        return longest / 1e6;
    }

    double longestMillisAfter() {
        return longestMillis(begun, Long.MAX_VALUE);
    }

    double longestMillisBefore() {
        return longestMillis(0, begun);
    }

    /** Answers per second while it lasted. */
    double meanwhile() {
        return number(begun, ended) * SECOND / (ended - begun);
    }

    /** Seconds from its end until a second has nine tenths of the answers there were before; infinite for never. */
    double backAfterSeconds() {
        long last = ends[ends.length - 1];
        for (long at = ended; at + STEPS_TOGETHER * STEP <= last; at += STEP) {
            if (perSecond(at) >= ENOUGH * before()) {
                return (at - ended) / SECOND;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private double perSecond(long from) {
        return number(from, from + STEPS_TOGETHER * STEP) * SECOND / (STEPS_TOGETHER * STEP);
    }

    /** Cells of a table. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%.1f | %.0f | %.0f | %.0f | %.0f | %.2f",
                (ended - begun) / SECOND,
                longestMillisAfter(),
                longestMillisBefore(),
                before(),
                meanwhile(),
                backAfterSeconds());
    }

    /** A line of answers per second, with the time of the event behind it and nine tenths of before across. */
    String svg() {
        long first = ends[0];
        long last = ends[ends.length - 1];
        double most = 1.3 * before();
        StringBuilder points = new StringBuilder();
        for (long at = first; at + STEP <= last; at += STEP) {
            double perSecond = number(at, at + STEP) * SECOND / STEP;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(at + STEP / 2), y(perSecond, most)));
        }
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <rect x="%.1f" y="%d" width="%.1f" height="%d" fill="#fd8"/>
                <line x1="%d" x2="%d" y1="%.1f" y2="%.1f" stroke="#888" stroke-dasharray="4"/>
                <polyline points="%s" fill="none" stroke="#06c" stroke-width="2"/>
                <text x="%d" y="14">requests per second: %.0f before; dashed: 90 %%; shaded: installing, %.1f s</text>
                <text x="%d" y="%d">%.0f seconds</text>
                </svg>
                """,
                WIDTH,
                HEIGHT,
                x(begun),
                MARGIN,
                x(ended) - x(begun),
                HEIGHT - 2 * MARGIN,
                MARGIN,
                WIDTH - MARGIN,
                y(ENOUGH * before(), most),
                y(ENOUGH * before(), most),
                points,
                MARGIN,
                before(),
                (ended - begun) / SECOND,
                MARGIN,
                HEIGHT - MARGIN / 2,
                (last - first) / SECOND);
    }

    private double x(long nanos) {
        return MARGIN + (double) (nanos - ends[0]) / (ends[ends.length - 1] - ends[0]) * (WIDTH - 2 * MARGIN);
    }

    private static double y(double perSecond, double most) {
        return HEIGHT - MARGIN - Math.min(1, perSecond / most) * (HEIGHT - 2 * MARGIN);
    }
}
