// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Provisioned as in the compose file. Skipped where there is no image of Grafana. */
@Testcontainers(disabledWithoutDocker = true)
final class GrafanaIT {
    private static final int PORT = 3000;

    @Test
    void shouldLoadDashboardsAndDataSourcesWithoutAnError() throws Exception {
        try (GenericContainer<?> grafana = new GenericContainer<>(Images.grafana())) {
            grafana.withExposedPorts(PORT)
                    .withEnv("GF_AUTH_ANONYMOUS_ENABLED", "true")
                    .withEnv("GF_AUTH_ANONYMOUS_ORG_ROLE", "Admin")
                    .withCopyFileToContainer(host("grafana/provisioning"), "/etc/grafana/provisioning")
                    .withCopyFileToContainer(host("grafana/dashboards"), "/etc/grafana/dashboards")
                    .waitingFor(Wait.forHttp("/api/health").forPort(PORT));
            grafana.start();

            for (Path file : Dashboards.files()) {
                JsonNode expected = Dashboards.read(file);
                JsonNode loaded = get(
                        grafana, "/api/dashboards/uid/" + expected.get("uid").asString());
                assertThat(loaded.at("/dashboard/panels")).isEqualTo(expected.get("panels"));
            }
            assertThat(get(grafana, "/api/datasources").findValuesAsString("type"))
                    .containsExactlyInAnyOrder("prometheus", "grafana-pyroscope-datasource");
            assertThat(grafana.getLogs()).doesNotContain("level=error logger=provisioning");
        }
    }

    private static MountableFile host(String path) {
        return MountableFile.forHostPath(Path.of(path));
    }

    private static JsonNode get(GenericContainer<?> grafana, String path) throws Exception {
        URI address = URI.create("http://" + grafana.getHost() + ":" + grafana.getMappedPort(PORT) + path);
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
        return new JsonMapper().readTree(body);
    }
}
