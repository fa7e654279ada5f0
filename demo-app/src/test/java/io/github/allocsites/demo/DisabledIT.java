// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code allocsites.enabled=false}: the JVM's own lists of threads and classes are the witnesses. */
final class DisabledIT {
    @TempDir
    private Path folder;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveNoTrace(Jdk jdk) throws Exception {
        Path classes = folder.resolve("classes.log");
        try (Demo demo = DemoJar.on(jdk)
                .flags("-Xlog:class+load:file=" + classes + ":none:filecount=0")
                .properties(
                        "allocsites.enabled=false",
                        "allocsites.table.buckets=not looked at",
                        "management.endpoints.web.exposure.include=health,prometheus,allocsites,threaddump")
                .start()) {
            demo.visit(1);

            assertThat(threads(demo)).isNotEmpty().noneMatch(name -> name.startsWith("allocsites"));
            assertThat(demo.get("/actuator/allocsites").statusCode()).isEqualTo(404);
            assertThat(Scrape.of(demo.get("/actuator/prometheus").body()).samples())
                    .isEmpty();
            assertThat(demo.logged("WARN", "io.github.allocsites.spring")).isEmpty();
            assertThat(demo.logged("INFO", "io.github.allocsites.spring")).isEmpty();
            assertThat(demo.err()).isEmpty();
        }
        assertThat(Files.readString(classes))
                .contains("io.github.allocsites.demo.OrderMapper")
                .doesNotContain(
                        "java.lang.AllocSitesShim",
                        "io.github.allocsites.table.",
                        "io.github.allocsites.agent.install.",
                        "sun.instrument.InstrumentationImpl"); // the JVM loads it for any agent
    }

    private static List<String> threads(Demo demo) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode thread : demo.json("/actuator/threaddump").get("threads")) {
            names.add(thread.get("threadName").asString());
        }
        return names;
    }
}
