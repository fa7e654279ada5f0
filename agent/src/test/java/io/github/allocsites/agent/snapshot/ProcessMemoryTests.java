// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessMemoryTests {
    private static final String STATUS = "Name:\tjava\nVmHWM:\t  123456 kB\nVmRSS:\t   98765 kB\nThreads:\t21\n";

    @Test
    void shouldReadKilobytesAsBytes() {
        assertThat(ProcessMemory.kilobytes(STATUS, "VmHWM:")).isEqualTo(123_456L * 1024);
        assertThat(ProcessMemory.kilobytes(STATUS, "VmRSS:")).isEqualTo(98_765L * 1024);
    }

    @Test
    void shouldSayNothingWhereTheSystemSaysNothing() {
        assertThat(ProcessMemory.kilobytes(STATUS, "VmSwap:")).isNull();
        assertThat(ProcessMemory.kilobytes(null, "VmRSS:")).isNull();
    }
}
