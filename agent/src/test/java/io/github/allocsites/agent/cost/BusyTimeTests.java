// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class BusyTimeTests {
    private final BusyTime busy = new BusyTime(1_000, 50);

    @Test
    void shouldGoOnByWhatTheProcessUsed() {
        assertThat(busy.nanos(1_100, 80)).isEqualTo(1_030);
        assertThat(busy.nanos(1_200, 80)).isEqualTo(1_030);
        assertThat(busy.nanos(1_300, 180)).isEqualTo(1_130);
    }

    /** Sixteen processors for a moment do not make up for a while without any. */
    @Test
    void shouldGoOnNoFasterThanTheClock() {
        assertThat(busy.nanos(1_100, 1_650)).isEqualTo(1_100);
        assertThat(busy.nanos(1_200, 1_660)).isEqualTo(1_110);
    }

    @Test
    void shouldTakeAllTimeForBusyWhereNobodyCanTell() {
        assertThat(busy.nanos(1_100, -1)).isEqualTo(1_100);
        assertThat(busy.nanos(1_200, -1)).isEqualTo(1_200);
        assertThat(busy.nanos(1_300, 60)).isEqualTo(1_300);
        assertThat(busy.nanos(1_400, 70)).isEqualTo(1_310);
    }

    @Test
    void shouldKnowThatThisProcessSleeps() throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        BusyTime own = BusyTime.ofThisProcess();
        long used = system.getProcessCpuTime();
        long before = own.nanos();
        Thread.sleep(300);
        long passed = own.nanos() - before;

        assertThat(passed).isBetween(0L, system.getProcessCpuTime() - used);
    }
}
