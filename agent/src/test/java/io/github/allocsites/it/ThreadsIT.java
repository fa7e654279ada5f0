// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.allocsites.workload.EqualIds;
import io.github.allocsites.workload.ThreadChurn;
import io.github.allocsites.workload.VirtualThreads;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ThreadsIT {
    /** What threads that live on may touch for the first time; 5,000 arenas would take 40 MB. */
    private static final long FIRST_EVENTS_BYTES = 8 * 4096;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLoseNothingAndHoldNoMemoryWhenThreadsEnd(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, ThreadChurn.class).recorded().run();

        Dump.Sum events = outcome.report().sum(ThreadChurn.class, "events", "int[]");
        assertThat(events.count()).isEqualTo((long) ThreadChurn.THREADS * ThreadChurn.EVENTS);
        assertThat(outcome.number("after")).isLessThanOrEqualTo(outcome.number("before") + FIRST_EVENTS_BYTES);
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLoseNothingWhenThreadIdsAreEqualModuloTheIndex(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, EqualIds.class).recorded().run();

        Dump.Sum events = outcome.report().sum(EqualIds.class, "events", "byte[]");
        assertThat(events.count()).isEqualTo((long) EqualIds.THREADS * EqualIds.EVENTS);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountVirtualThreadsOnTheirCarriers(Jdk jdk) throws Exception {
        assumeTrue(jdk.feature() >= 21, "this JDK has no virtual threads");
        Program.Outcome outcome =
                Program.of(jdk, VirtualThreads.class).recorded().run();

        long events = (long) VirtualThreads.THREADS * VirtualThreads.EVENTS;
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.report()
                        .sum(VirtualThreads.class, "run", VirtualThreads.class.getName() + "$Thing")
                        .count())
                .isEqualTo(events);
        assertThat(outcome.report().sum(VirtualThreads.class, "run", "byte[]").count())
                .isEqualTo(events);
        assertThat(outcome.out()).contains("refused: a virtual thread's allocations are counted on its carrier");
    }
}
