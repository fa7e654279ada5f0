// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class BusyTimeTests {
    private final BusyTime busy = new BusyTime(null, 1_000, 50);

    @Test
    void shouldGoOnByWhatTheProcessUsed() {
        assertThat(busy.nanosSince(1_100, 80)).isEqualTo(30);
        assertThat(busy.nanosSince(1_200, 80)).isZero();
        assertThat(busy.nanosSince(1_300, 180)).isEqualTo(100);
    }

    /** Sixteen processors for a moment do not make up for a while without any. */
    @Test
    void shouldGoOnNoFasterThanTheClock() {
        assertThat(busy.nanosSince(1_100, 1_650)).isEqualTo(100);
        assertThat(busy.nanosSince(1_200, 1_660)).isEqualTo(10);
    }

    @Test
    void shouldNotGoBack() {
        assertThat(busy.nanosSince(1_100, 40)).isZero();
        assertThat(busy.nanosSince(1_200, 60)).isEqualTo(20);
    }

    @Test
    void shouldTakeAllTimeForBusyWhereNobodyCanTell() {
        assertThat(busy.nanosSince(1_100, -1)).isEqualTo(100);
        assertThat(busy.nanosSince(1_200, -1)).isEqualTo(100);
        assertThat(busy.nanosSince(1_300, 60)).isEqualTo(100);
        assertThat(busy.nanosSince(1_400, 70)).isEqualTo(10);
    }

    @Test
    void shouldKnowWhetherThisProcessWorks() throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long used = system.getProcessCpuTime();
        BusyTime own = BusyTime.ofThisProcess();
        Thread.sleep(300);
        assertThat(own.nanosSince()).isBetween(0L, system.getProcessCpuTime() - used);

        while (system.getProcessCpuTime() - used < 400_000_000) {
            Thread.onSpinWait();
        }
        assertThat(own.nanosSince()).isPositive();
    }
}
