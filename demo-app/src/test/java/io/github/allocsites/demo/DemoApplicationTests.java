// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DemoApplicationTests {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void shouldBindParametersOfTheMainClassByName() throws Exception {
        assertThat(get("/hello/Ann?times=2").body()).isEqualTo("Hello Ann! Hello Ann!");
    }

    @Test
    void shouldSeedTheSameOrdersAtEveryStart() throws Exception {
        assertThat(get("/orders/1").body())
                .isEqualTo("{\"id\":1,\"customer\":\"Customer 10\",\"city\":\"Delft\",\"product\":\"Inkwell\","
                        + "\"quantity\":19,\"total\":\"1384.72 EUR\",\"placedOn\":\"2026-04-25\"}");
    }

    @Test
    void shouldShowOnePageOfOrders() throws Exception {
        assertThat(get("/orders?page=3&size=5").body())
                .startsWith("{\"page\":3,\"size\":5,\"total\":")
                .contains("\"id\":16,")
                .contains("\"id\":20,")
                .doesNotContain("\"id\":21,");
    }

    @Test
    void shouldFindOrdersByProduct() throws Exception {
        assertThat(get("/orders/search?q=anV").body())
                .contains("\"product\":\"Anvil\"")
                .doesNotContain("Bucket");
    }

    @Test
    void shouldPlaceAnOrder() throws Exception {
        var placed =
                post("/orders", "{\"customerId\":1,\"product\":\"Kettle\",\"quantity\":3,\"unitPriceCents\":1050}");

        assertThat(placed.statusCode()).isEqualTo(201);
        assertThat(placed.body()).contains("\"product\":\"Kettle\"", "\"total\":\"31.50 EUR\"");
        assertThat(get("/orders/search?q=kettle").body()).contains("\"quantity\":3");
    }

    @Test
    void shouldRefuseBadInput() throws Exception {
        assertThat(get("/orders/999999").statusCode()).isEqualTo(404);
        assertThat(get("/orders/one").statusCode()).isEqualTo(400);
        assertThat(get("/orders?size=0").statusCode()).isEqualTo(400);
        assertThat(get("/orders?page=-1").statusCode()).isEqualTo(400);
        assertThat(get("/orders/search?q=").statusCode()).isEqualTo(400);
        assertThat(post("/orders", "{\"customerId\":1}").statusCode()).isEqualTo(400);
        assertThat(post("/orders", "{\"customerId\":0,\"product\":\"Kettle\",\"quantity\":1,\"unitPriceCents\":1}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldAnswerEveryReport() throws Exception {
        assertThat(get("/report/concat").body().lines()).hasSizeGreaterThanOrEqualTo(SeedData.ORDERS);
        assertThat(get("/report/formatted").body().lines()).hasSizeGreaterThanOrEqualTo(SeedData.ORDERS);
        assertThat(get("/report/boxing").body()).startsWith("{\"").contains("\":");
        assertThat(get("/report/copy").body()).contains("\"Customer 1\":");
    }

    @Test
    void shouldShowWhichLinesAllocate() throws Exception {
        get("/report/boxing");

        assertThat(get("/actuator/allocsites?groupBy=site&packages=io.github.allocsites.demo&limit=1000")
                        .body())
                .contains("\"status\":\"RECORDING\"")
                .contains("\"site\":\"io.github.allocsites.demo.ReportService.centsByCustomer(ReportService.java:");
    }

    @Test
    void shouldExposeMetersToPrometheus() throws Exception {
        assertThat(get("/actuator/prometheus").body())
                .contains("allocsites_allocated_bytes_total{application=\"allocsites-demo\"}");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }
}
