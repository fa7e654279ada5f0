// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KernelTests {
    static List<Kernel> kernels() throws Exception {
        return List.of(new JsonKernel(), new CollectionsKernel(), new SqlKernel(), new ArraysKernel());
    }

    /** Two measured rounds must be the same work. */
    @ParameterizedTest
    @MethodSource("kernels")
    void shouldComputeTheSameEachTime(Kernel kernel) throws Exception {
        long result = kernel.once();
        assertThat(result).isPositive();
        assertThat(kernel.once()).isEqualTo(result);
    }
}
