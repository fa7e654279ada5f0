// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.OwnPrice;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent says it costs, beside what the JVM says. */
final class OwnPriceIT {
    private static final int MEGABYTES = 200;

    /** Text of the probes, maps and tables are not of our classes, and as large again as our objects are. */
    private static final int MOST_TIMES = 6;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayWhatItHoldsOfTheHeap(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, OwnPrice.class)
                .arguments(1)
                .agent("stacks.interval=0") // frames of all probes, however long their capture takes
                .run();

        assertThat(outcome.number("probes")).isGreaterThan(5_000);
        assertThat(outcome.number("heapBytes"))
                .isBetween(outcome.number("histogramBytes"), MOST_TIMES * outcome.number("histogramBytes"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountStacksAndTheirTime(Jdk jdk) throws Exception {
        Program.Outcome some =
                Program.of(jdk, OwnPrice.class).arguments(MEGABYTES).agent("").run();
        Program.Outcome many = Program.of(jdk, OwnPrice.class)
                .arguments(MEGABYTES)
                .agent("stacks.interval=64KB")
                .run();
        Program.Outcome none = Program.of(jdk, OwnPrice.class)
                .arguments(MEGABYTES)
                .agent("stacks.interval=off")
                .run();

        long bytes = MEGABYTES * 1_000_000L;
        long due = bytes / (64 << 10) - bytes / (512 << 10);
        assertThat(many.number("stacks") - some.number("stacks")).isBetween(due * 3 / 4, due * 3 / 2);
        assertThat(some.number("stackNanos")).isPositive();
        assertThat(some.number("perSecond")).isPositive();
        assertThat(some.number("transformNanos")).isPositive();
        assertThat(none.number("stacks")).isZero();
    }

    /** Held against the JVM's own count of the thread that reads; a drain or two may come in between. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWhatReadingAllocatesOnce(Jdk jdk) throws Exception {
        Program.Outcome outcome =
                Program.of(jdk, OwnPrice.class).arguments(MEGABYTES).agent("").run();

        long ofThread = outcome.number("readBytesOfThread");
        assertThat(ofThread).isGreaterThan(10_000_000);
        assertThat(outcome.number("readBytes")).isBetween(ofThread * 9 / 10, ofThread * 6 / 5);
    }
}
