// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot be used as they are. They do not depend on the JVM: the build's own is enough. */
final class PropertiesIT {
    private static final Jdk JDK = Jdk.all().get(0);

    @ParameterizedTest
    @CsvSource({
        "allocsites.table.buckets, abc, 'For input string: \"abc\"'",
        "allocsites.stacks.depth, 65, outside 1..64",
        "allocsites.memory.max, 1KB, outside 1MB..1GB",
        "allocsites.agent.attach, later, No enum constant",
        "allocsites.metrics.sites, 1001, outside 0..1000"
    })
    void shouldNameAPropertyAndWhatIsWrongWithIt(String property, String value, String reason) throws Exception {
        Demo demo = DemoJar.on(JDK).properties(property + "=" + value).startInVain();

        assertThat(demo.exitCode()).isEqualTo(1);
        assertThat(demo.out())
                .containsSubsequence("APPLICATION FAILED TO START", "Description:", property, reason, "Action:")
                .doesNotContain("Tomcat started");
        assertThat(demo.err()).isEmpty();
    }

    @Test
    void shouldTakeTheSmallestTableWhenFewerBucketsAreAskedFor() throws Exception {
        try (Demo demo = DemoJar.on(JDK)
                .attaching()
                .properties("allocsites.table.buckets=5")
                .start()) {
            assertThat(demo.logged("INFO", "io.github.allocsites.spring.AllocSitesAgentListener"))
                    .singleElement()
                    .asString()
                    .contains("allocsites.table.buckets=5 is outside 64..1048576: 64 is used");
            assertThat(Answer.of(demo.json("/actuator/allocsites")).number("/table/capacityBuckets"))
                    .isEqualTo(64);
            assertThat(demo.err()).isEmpty();
        }
    }
}
