// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.benchmarks.jmh.Measured.Round;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeasuredTests {
    private static final Measured TWIN = of(10).plus(of(20)).plus(of(40));

    private static Measured of(double... nanos) {
        return new Measured(List.of(new Round(Arrays.stream(nanos).boxed().toList(), nanos[0])));
    }

    @Test
    void shouldCompareRoundsWithTheTwinsRightBesideThem() {
        assertThat(of(20).plus(of(30)).plus(of(200)).ratioTo(TWIN)).isEqualTo(2);
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddleWhenThereIsNoMiddleOne() {
        assertThat(of(20).plus(of(80)).ratioTo(of(10).plus(of(20)))).isEqualTo(3);
    }

    @Test
    void shouldTakeTheMeanOfAllIterations() {
        Measured measured = of(1, 2).plus(of(3, 6));

        assertThat(measured.nanos()).isEqualTo(3);
        assertThat(measured.bytes()).isEqualTo(2);
        assertThat(measured.time()).startsWith("3.00 ± ");
    }

    @Test
    void shouldSayNoErrorWhenThereAreTooFewIterations() {
        assertThat(of(1234).time()).isEqualTo("1234.00");
        assertThat(of(1234).micros()).isEqualTo("1.2");
    }
}
