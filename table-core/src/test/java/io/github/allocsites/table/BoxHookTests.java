// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BoxHookTests {
    @AfterEach
    void removeSizer() {
        Recording.sizer(null);
    }

    @Test
    void shouldCountABoxExactlyWhereTheJvmMakesOne() {
        Boxes.check();
    }
}
