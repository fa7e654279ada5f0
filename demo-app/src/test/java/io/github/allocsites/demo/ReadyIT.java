// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** {@code allocsites.instrument.when=ready}: the application starts without the agent and gets it while it serves. */
final class ReadyIT {
    private static final long LIMIT_NANOS = 60_000_000_000L;

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountFromReadyOn(Jdk jdk) throws Exception {
        try (Demo demo = DemoJar.on(jdk)
                .attaching()
                .properties("allocsites.instrument.when=ready")
                .start()) {
            JsonNode report = awaitRecording(demo);
            assertThat(report.get("installedBy").asString()).isEqualTo("SELF_ATTACH");
            assertThat(report.at("/agent/instrumentedClasses").asInt()).isGreaterThan(2_000);

            demo.delete("/actuator/allocsites");
            demo.visit(3);
            assertThat(demo.get("/actuator/allocsites?groupBy=app&packages=io.github.allocsites.demo")
                            .body())
                    .contains("io.github.allocsites.demo.ReportService.concat")
                    .contains("io.github.allocsites.demo.OrderMapper");
            assertThat(demo.logged("INFO", "io.github.allocsites.spring.AllocSitesReadyListener"))
                    .singleElement()
                    .asString()
                    .contains("allocsites counts every allocation");
            assertThat(demo.logged("WARN", "io.github.allocsites.spring")).isEmpty();
            assertThat(demo.err()).isEmpty();
        }
    }

    private static JsonNode awaitRecording(Demo demo) throws Exception {
        long begun = System.nanoTime();
        JsonNode report = demo.json("/actuator/allocsites?limit=1");
        while (!report.get("status").asString().equals("RECORDING")) {
            assertThat(report.get("reason").asString()).contains("instrument.when=ready");
            assertThat(System.nanoTime() - begun).isLessThan(LIMIT_NANOS);
            Thread.sleep(20);
            report = demo.json("/actuator/allocsites?limit=1");
        }
        return report;
    }
}
