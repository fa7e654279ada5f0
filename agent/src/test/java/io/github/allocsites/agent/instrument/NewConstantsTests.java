// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

final class NewConstantsTests {
    private static final int LAST = 65_534;

    @Test
    void shouldAddConstantsUpToTheLastOneOfAClassFile() {
        NewConstants constants = new NewConstants(LAST);

        assertThat(constants.integer(1)).isEqualTo(LAST);
        assertThat(constants.count()).isEqualTo(LAST + 1);
        assertThatExceptionOfType(NewConstants.TooManyException.class).isThrownBy(() -> constants.integer(2));
    }
}
