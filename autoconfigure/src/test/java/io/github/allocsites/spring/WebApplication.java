// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** A running application on a free port, and a client that knows no more than HTTP. */
final class WebApplication implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    private WebApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static WebApplication start(WebApplicationType type, AllocationSource source, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        all.add("--allocsites.agent.attach=never");
        all.add("--management.endpoints.web.exposure.include=allocsites,prometheus");
        return new WebApplication(new SpringApplicationBuilder(Application.class)
                .web(type)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("allocsitesSource", AllocationSource.class, () -> source))
                .run(all.toArray(new String[0])));
    }

    boolean hasBean(String name) {
        return context.containsBean(name);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "*/*");
    }

    HttpResponse<String> get(String path, String accept) {
        return send("GET", path, accept);
    }

    /** Of an address that the application moved. */
    HttpResponse<String> at(String wholePath, String accept) {
        return send(request("GET", wholePath).header("Accept", accept));
    }

    HttpResponse<byte[]> bytes(String path, String accept) {
        return send(request("GET", "/actuator" + path).header("Accept", accept), BodyHandlers.ofByteArray());
    }

    HttpResponse<String> send(String method, String path, String accept) {
        return send(request(method, "/actuator" + path).header("Accept", accept));
    }

    /** Without a word about what is accepted. */
    HttpResponse<String> send(String method, String path) {
        return send(request(method, "/actuator" + path));
    }

    /** An action, sent as the page and the documentation do. */
    HttpResponse<String> post(String path, String accept) {
        return send(request("POST", "/actuator" + path)
                .header("Accept", accept)
                .header("Content-Type", "application/json"));
    }

    /** What a page of another origin can make a browser send without asking; without a type where it is null. */
    HttpResponse<String> foreignPost(String path, String contentType, String body) {
        HttpRequest.Builder request = request("POST", "/actuator" + path)
                .header("Origin", "https://elsewhere.example")
                .POST(BodyPublishers.ofString(body));
        return send(contentType == null ? request : request.header("Content-Type", contentType));
    }

    /** What a browser asks before it sends anything else from there. */
    HttpResponse<String> preflight(String path) {
        return send(request("OPTIONS", "/actuator" + path)
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type"));
    }

    private HttpRequest.Builder request(String method, String wholePath) {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + wholePath))
                .method(method, BodyPublishers.noBody());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
