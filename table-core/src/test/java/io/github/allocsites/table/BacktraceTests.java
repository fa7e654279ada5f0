// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BacktraceTests {
    @Test
    void shouldUnderstandThisJvm() {
        assertThat(Backtrace.isUnderstood()).isTrue();
    }

    /** Around the size of a chunk, and more than the JVM keeps. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20, 30, 31, 32, 33, 63, 64, 65, 100, 500, 2000})
    void shouldHaveTheFramesOfAStackTrace(int depth) {
        Backtrace backtrace = deep(depth);
        StackTraceElement[] trace = backtrace.getStackTrace();
        List<String> classes = new ArrayList<>();
        while (backtrace.next()) {
            classes.add(backtrace.type().getName());
        }
        assertThat(classes).hasSameSizeAs(trace);
        for (int frame = 0; frame < trace.length; frame++) {
            assertThat(classes.get(frame)).isEqualTo(trace[frame].getClassName());
        }
        assertThat(backtrace.next()).isFalse();
    }

    @Test
    void shouldTellPlacesApart() {
        Backtrace first = new Backtrace();
        Backtrace second = new Backtrace();
        assertThat(first.next()).isTrue();
        assertThat(second.next()).isTrue();
        assertThat(first.type()).isEqualTo(second.type()).isEqualTo(BacktraceTests.class);
        assertThat(first.place()).isNotEqualTo(second.place());
    }

    @Test
    void shouldKnowAPlaceAgain() {
        List<Long> places = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            Backtrace backtrace = new Backtrace();
            assertThat(backtrace.next()).isTrue();
            places.add(backtrace.place());
        }
        assertThat(places).containsOnly(places.get(0));
    }

    @Test
    void shouldTellOverloadsApart() {
        Backtrace one = overloaded(1);
        Backtrace other = overloaded(1L);
        one.next();
        other.next();
        assertThat(one.place()).isNotEqualTo(other.place());
    }

    private static Backtrace overloaded(int number) {
        return new Backtrace();
    }

    private static Backtrace overloaded(long number) {
        return new Backtrace();
    }

    private static Backtrace deep(int depth) {
        return depth == 0 ? new Backtrace() : deep(depth - 1);
    }
}
