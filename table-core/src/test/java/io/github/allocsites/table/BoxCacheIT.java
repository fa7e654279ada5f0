// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound of the cache of integers is a flag of the JVM. */
final class BoxCacheIT {
    @ParameterizedTest
    @CsvSource({
        "-XX:AutoBoxCacheMax=128,128",
        "-XX:AutoBoxCacheMax=1000,1000",
        "-XX:AutoBoxCacheMax=20000,20000",
        "-XX:AutoBoxCacheMax=5,127",
        "-Djava.lang.Integer.IntegerCache.high=1000,1000"
    })
    void shouldCountABoxExactlyWhereTheJvmMakesOne(String flag, int highest) throws Exception {
        assertThat(OtherJvm.run(Boxes.class, flag)).contains("integers cached to " + highest + System.lineSeparator());
    }
}
