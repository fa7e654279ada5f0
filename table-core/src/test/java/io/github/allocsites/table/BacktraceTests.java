// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        Backtrace first = atCaller(Backtrace.take());
        Backtrace second = atCaller(Backtrace.take());
        assertThat(first.type()).isEqualTo(second.type()).isEqualTo(BacktraceTests.class);
        assertThat(first.place()).isNotEqualTo(second.place());
    }

    @Test
    void shouldKnowAPlaceAgain() {
        List<Long> places = new ArrayList<>();
        for (int time = 0; time < 3; time++) {
            places.add(atCaller(Backtrace.take()).place());
        }
        assertThat(places).containsOnly(places.get(0));
    }

    @Test
    void shouldTellOverloadsApart() {
        assertThat(atCaller(overloaded(1)).place())
                .isNotEqualTo(atCaller(overloaded(1L)).place());
    }

    /** Whoever counts exceptions by their constructors must not see ours: only these make a cause that can be set. */
    @Test
    void shouldCallNoConstructor() {
        assertThatThrownBy(() -> Backtrace.take().initCause(null)).isInstanceOf(IllegalStateException.class);
        assertThat(new Throwable().initCause(null)).isNotNull();
    }

    private static Backtrace atCaller(Backtrace taken) {
        assertThat(taken.next()).isTrue();
        assertThat(taken.type()).isEqualTo(Backtrace.class);
        assertThat(taken.next()).isTrue();
        return taken;
    }

    private static Backtrace overloaded(int number) {
        return Backtrace.take();
    }

    private static Backtrace overloaded(long number) {
        return Backtrace.take();
    }

    private static Backtrace deep(int depth) {
        return depth == 0 ? Backtrace.take() : deep(depth - 1);
    }
}
