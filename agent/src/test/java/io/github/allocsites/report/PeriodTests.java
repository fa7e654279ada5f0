// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeriodTests {
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, null, 0, null",
                "'', ' ', 0, null",
                "1, null, 1, null",
                "' 60 ', '', 60, null",
                "null, 89abcdef, 0, 89abcdef",
                "'', ' 89abcdef ', 0, 89abcdef"
            })
    void shouldReadWhatIsAskedFor(String seconds, String since, int length, String mark) {
        assertThat(Period.parse(seconds, since)).isEqualTo(new Period(length, mark));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "61", "-1", "1.5", "5s", "99999999999999999999"})
    void shouldSayWhichSecondsAreAllowed(String seconds) {
        assertThatExceptionOfType(IllegalQueryException.class)
                .isThrownBy(() -> Period.parse(seconds, null))
                .satisfies(refusal -> {
                    assertThat(refusal.parameter()).isEqualTo("seconds");
                    assertThat(refusal.value()).isEqualTo(seconds);
                    assertThat(refusal.allowed()).isEqualTo("1..60");
                });
    }

    @Test
    void shouldRefuseBothTogether() {
        assertThatExceptionOfType(IllegalQueryException.class)
                .isThrownBy(() -> Period.parse("5", "89abcdef"))
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo("since"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Period(5, "89abcdef"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Period(61, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Period(-1, null));
    }
}
