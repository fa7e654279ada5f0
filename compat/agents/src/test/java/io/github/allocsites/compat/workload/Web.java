// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.workload;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Fetches pages from itself, with the JDK's own client and server. */
final class Web {
    private static final byte[] PAGE = "page".getBytes(StandardCharsets.US_ASCII);

    private Web() {}

    /** The path of each page is an argument. */
    public static void main(String[] paths) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, PAGE.length);
            exchange.getResponseBody().write(PAGE);
            exchange.close();
        });
        server.start();
        try {
            for (String path : paths) {
                System.out.println("status=" + fetch(server.getAddress(), path));
            }
        } finally {
            server.stop(0);
        }
    }

    private static int fetch(InetSocketAddress server, String path) throws Exception {
        String host = server.getAddress().getHostAddress();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + server.getPort() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }
}
