// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.junit.jupiter.Testcontainers;

/** Configuration and rules by Prometheus' own tool. */
@Testcontainers(disabledWithoutDocker = true)
final class RulesIT {
    private static PrometheusContainer prometheus;

    @BeforeAll
    static void start() throws Exception {
        prometheus = new PrometheusContainer(Files.readString(Path.of("prometheus/prometheus.yml")));
        prometheus.start();
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @Test
    void shouldBeAValidConfigurationWithValidRules() throws Exception {
        ExecResult result =
                prometheus.execInContainer("/bin/promtool", "check", "config", "/etc/prometheus/prometheus.yml");

        assertThat(result.getExitCode()).as(result.toString()).isZero();
        assertThat(result.getStdout()).contains(Dashboards.ruleFiles().size() + " rule files found");
    }

    @Test
    void shouldRecordAndAlertAsTheTestsBesideTheRulesSay() throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/promtool", "test", "rules"));
        Dashboards.ruleTests().forEach(file -> command.add("/etc/prometheus/rules/" + file.getFileName()));

        ExecResult result = prometheus.execInContainer(command.toArray(String[]::new));

        assertThat(result.getExitCode()).as(result.toString()).isZero();
        assertThat(result.getStdout() + result.getStderr()).contains("SUCCESS");
    }
}
