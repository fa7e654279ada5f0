// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prometheus with a configuration, and the rules of docker/prometheus beside it. */
final class PrometheusContainer extends GenericContainer<PrometheusContainer> {
    private static final int PORT = 9090;
    private static final String STORAGE = "/prometheus";
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    /** Null where the engine says at which port it is. */
    private URI address;

    PrometheusContainer(String configuration) {
        super(Images.prometheus());
        withExposedPorts(PORT);
        withCopyToContainer(Transferable.of(configuration), "/etc/prometheus/prometheus.yml");
        withCopyFileToContainer(MountableFile.forHostPath(Path.of("prometheus/rules")), "/etc/prometheus/rules");
        waitingFor(Wait.forHttp("/-/ready").forPort(PORT));
    }

    /** In the host's network, where it reaches servers that listen on the loopback address, and listens there, too. */
    PrometheusContainer onHost(int port) {
        withNetworkMode("host");
        setExposedPorts(List.of());
        withCommand(
                "--config.file=/etc/prometheus/prometheus.yml",
                "--storage.tsdb.path=" + STORAGE,
                "--web.enable-admin-api",
                "--web.listen-address=127.0.0.1:" + port);
        waitingFor(Wait.forLogMessage(".*Server is ready to receive web requests.*", 1));
        address = URI.create("http://127.0.0.1:" + port);
        return this;
    }

    /** The series that an expression has now. */
    List<JsonNode> query(String expression) throws IOException, InterruptedException {
        return query(expression, "");
    }

    /** Those it had then. */
    List<JsonNode> query(String expression, double unixSeconds) throws IOException, InterruptedException {
        return query(expression, String.format(Locale.ROOT, "&time=%.3f", unixSeconds));
    }

    private List<JsonNode> query(String expression, String time) throws IOException, InterruptedException {
        String encoded = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        JsonNode answer = get("/api/v1/query?query=" + encoded + time);
        assertThat(answer.at("/status").asString())
                .as(expression + ": " + answer)
                .isEqualTo("success");
        List<JsonNode> series = new ArrayList<>();
        answer.at("/data/result").forEach(series::add);
        return series;
    }

    /** The value of an expression that has one series; empty where it has none. */
    OptionalDouble value(String expression) throws IOException, InterruptedException {
        List<JsonNode> series = query(expression);
        assertThat(series).as(expression).hasSizeLessThanOrEqualTo(1);
        return series.stream().mapToDouble(each -> number(each)).findAny();
    }

    static double number(JsonNode series) {
        return Double.parseDouble(
                series.at("/value/1").asString().replace("+Inf", "Infinity").replace("-Inf", "-Infinity"));
    }

    /** What a block holds, and takes on disk. */
    record Block(long samples, long series, long chunkBytes, long indexBytes) {}

    /** All there is, in one block, as Prometheus makes one of every two hours. Needs {@link #onHost}. */
    Block block() throws IOException, InterruptedException {
        JsonNode snapshot = send(request("/api/v1/admin/tsdb/snapshot").POST(BodyPublishers.noBody()));
        String folder = STORAGE + "/snapshots/" + snapshot.at("/data/name").asString();
        Block block = new Block(0, 0, 0, 0);
        try (InputStream files = getDockerClient()
                        .copyArchiveFromContainerCmd(getContainerId(), folder)
                        .exec();
                TarArchiveInputStream tar = new TarArchiveInputStream(files)) {
            for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
                block = plus(block, file, tar);
            }
        }
        return block;
    }

    private static Block plus(Block block, TarArchiveEntry file, InputStream content) throws IOException {
        long chunks = file.getName().contains("/chunks/") ? file.getSize() : 0;
        long index = file.getName().endsWith("/index") ? file.getSize() : 0;
        JsonNode stats = file.getName().endsWith("/meta.json")
                ? JSON.readTree(content.readAllBytes()).get("stats")
                : JSON.createObjectNode();
        return new Block(
                block.samples + stats.path("numSamples").asLong(0),
                block.series + stats.path("numSeries").asLong(0),
                block.chunkBytes + chunks,
                block.indexBytes + index);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        URI root = address != null ? address : URI.create("http://" + getHost() + ":" + getMappedPort(PORT));
        return HttpRequest.newBuilder(root.resolve(path));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JSON.readTree(
                client.send(request.build(), BodyHandlers.ofString()).body());
    }
}
