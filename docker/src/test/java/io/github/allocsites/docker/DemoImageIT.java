// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;

/** The image of the demo, with no Prometheus, Pyroscope or Grafana near it. */
@Testcontainers(disabledWithoutDocker = true)
final class DemoImageIT {
    private static final String OURS = "allocsites_";
    private static final List<String> LOADED = List.of(
            "/orders/{id}",
            "/orders",
            "/orders/search",
            "/hello/{name}",
            "/report/concat",
            "/report/boxing",
            "/report/copy",
            "/report/formatted");
    private static final Pattern SERVED = Pattern.compile("status=\"(\\d+)\",uri=\"(/(?!actuator)[^\"]+)\"");
    private static final long LIMIT_NANOS = 120_000_000_000L;

    /** What a JVM itself says about options from the environment is not ours. */
    private static final Pattern OF_THE_JVM = Pattern.compile("Picked up \\w+: .*\\R");

    @Test
    void shouldCountFromTheFirstClassOnAndSayNothing() throws Exception {
        try (DemoContainer demo = new DemoContainer()) {
            demo.waitingFor(Wait.forHealthcheck().withStartupTimeout(DemoContainer.LIMIT)); // the image's own
            demo.start();
            demo.visit();

            JsonNode report = demo.report();
            assertThat(report.at("/status").asString()).isEqualTo("RECORDING");
            assertThat(report.at("/installedBy").asString()).isEqualTo("JAVAAGENT");
            assertThat(report.at("/sites").toString()).contains("io.github.allocsites.demo.ReportService.concat");
            assertThat(demo.scrape(OURS))
                    .contains("allocsites_recording{application=\"allocsites-demo\"} 1.0")
                    .anyMatch(line -> line.startsWith("allocsites_agent_info{")
                            && line.contains("installed_by=\"JAVAAGENT\"")
                            && line.endsWith(" 1"));
            assertThat(OF_THE_JVM.matcher(demo.err()).replaceAll("")).isEmpty();
            assertThat(demo.out()).doesNotContain(" WARN ", " ERROR ");
        }
    }

    @Test
    void shouldNotRunAsRootAndHoldTheJarInLayers() throws Exception {
        try (DemoContainer demo = new DemoContainer()) {
            demo.start();

            assertThat(run(demo, "id -u")).isEqualTo("10001");
            assertThat(run(demo, "ls /app")).contains("app.jar", "allocsites-agent.jar", "lib");
            assertThat(run(demo, "ls /app/lib")).contains("allocsites-agent-", "spring-core-");
            assertThat(run(demo, "tr '\\0' ' ' </proc/1/cmdline"))
                    .isEqualTo("java -javaagent:allocsites-agent.jar -jar app.jar");
        }
    }

    @Test
    void shouldSayInMetersThatTheAgentIsNotInstalled() throws Exception {
        try (DemoContainer demo = new DemoContainer()) {
            demo.withCreateContainerCmdModifier(create ->
                    create.withEntrypoint(List.of("java", "-jar", "app.jar", "--allocsites.agent.attach=never")));
            demo.start();
            demo.visit();

            assertThat(demo.report().at("/status").asString()).isEqualTo("NOT_INSTALLED");
            assertThat(demo.scrape(OURS))
                    .contains("allocsites_recording{application=\"allocsites-demo\"} 0.0")
                    .anyMatch(line -> line.startsWith("allocsites_heap_used_bytes{"))
                    .anyMatch(line -> line.startsWith("allocsites_resident_peak_bytes{"))
                    .anyMatch(line -> line.startsWith("allocsites_agent_info{")
                            && line.contains("installed_by=\"NOT_INSTALLED\""))
                    .noneMatch(line -> line.contains("_total"));
            assertThat(demo.err()).isEmpty();
        }
    }

    @Test
    void shouldServeTheLoadOfTheComposeFile() throws Exception {
        try (DemoContainer demo = new DemoContainer()) {
            demo.withCopyFileToContainer(MountableFile.forHostPath(Path.of("load/load.sh")), "/load.sh");
            demo.start();

            run(demo, "bash /load.sh 127.0.0.1 8080 >/tmp/load.log 2>&1 &");

            long start = System.nanoTime();
            Set<String> served = new HashSet<>();
            while (!served.containsAll(LOADED)) {
                assertThat(System.nanoTime() - start).as(served.toString()).isLessThan(LIMIT_NANOS);
                Thread.sleep(200);
                for (String line : demo.scrape("http_server_requests_seconds_count")) {
                    Matcher matcher = SERVED.matcher(line);
                    if (matcher.find()) {
                        assertThat(matcher.group(1)).as(line).isEqualTo("200");
                        served.add(matcher.group(2));
                    }
                }
            }
            assertThat(run(demo, "cat /tmp/load.log")).isEmpty();
        }
    }

    private static String run(DemoContainer demo, String command) throws Exception {
        return demo.execInContainer("bash", "-c", command).getStdout().trim();
    }
}
