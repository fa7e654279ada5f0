// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ExposedPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.wait.strategy.Wait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo in a container of its image. */
final class DemoContainer extends GenericContainer<DemoContainer> {
    static final String REPORT = "/actuator/allocsites";

    private static final int PORT = 8080;
    static final Duration LIMIT = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ROUTES = List.of(
            "/orders/1",
            "/orders?page=3&size=5",
            "/orders/search?q=anv",
            "/report/concat",
            "/report/boxing",
            "/report/copy",
            "/report/formatted");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    DemoContainer() {
        super(Images.demo());
        withExposedPorts(PORT);
        withEnv("MANAGEMENT_ENDPOINT_ALLOCSITES_ACCESS", "unrestricted");
        withCreateContainerCmdModifier(create -> create.getHostConfig().withMemory(768L << 20));
        waitingFor(Wait.forHttp("/actuator/health").forPort(PORT).withStartupTimeout(LIMIT));
    }

    /** Asks for every route once; each must answer 200. */
    void visit() throws IOException, InterruptedException {
        for (String route : ROUTES) {
            get(route);
        }
    }

    JsonNode report() throws IOException, InterruptedException {
        return JSON.readTree(get(REPORT));
    }

    /** Those lines of what Prometheus reads that begin so. */
    List<String> scrape(String begin) throws IOException, InterruptedException {
        return get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith(begin))
                .toList();
    }

    void reset() throws IOException, InterruptedException {
        assertThat(send("DELETE", REPORT, BodyPublishers.noBody()).statusCode()).isEqualTo(204);
    }

    String err() {
        return getLogs(OutputType.STDERR);
    }

    String out() {
        return getLogs(OutputType.STDOUT);
    }

    /** Ends the process and starts it anew, in the same container and at the same address. */
    void restart() {
        getDockerClient().restartContainerCmd(getContainerId()).exec();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send("GET", path, BodyPublishers.noBody());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        // a restart may give another port
        String port = getDockerClient()
                .inspectContainerCmd(getContainerId())
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(PORT))[0]
                .getHostPortSpec();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + getHost() + ":" + port + path))
                .timeout(LIMIT)
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
