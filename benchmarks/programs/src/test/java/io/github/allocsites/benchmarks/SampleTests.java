// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleTests {
    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Sample.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Sample(2, 1, 3, 3));
    }

    @Test
    void shouldTakeTheMeanOfTheMiddleTwoOfAnEvenNumber() {
        assertThat(Sample.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Sample(2.5, 1, 4, 4));
    }

    @Test
    void shouldSayMedianLeastAndMost() {
        assertThat(Sample.of(List.of(1.04567, 1.5, 0.98)).text()).isEqualTo("1.046 (0.98-1.50)");
    }
}
