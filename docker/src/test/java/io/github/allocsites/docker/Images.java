// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/** The images that the files in docker/ name. A test that needs one that cannot be had is skipped. */
final class Images {
    private static final Path DEMO_JAR = Path.of(System.getProperty("allocsites.demo.jar"));
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private static ImageFromDockerfile demo;

    private Images() {}

    /** The demo, built as docker/Dockerfile says. */
    static synchronized ImageFromDockerfile demo() {
        if (demo == null) {
            assumeThere(named("Dockerfile", "ARG BASE=(\\S+)"));
            demo = new ImageFromDockerfile("allocsites-demo-under-test", false)
                    .withFileFromPath("Dockerfile", Path.of("Dockerfile"))
                    .withFileFromPath("demo-app/target/demo-app.jar", DEMO_JAR);
        }
        return demo;
    }

    static DockerImageName prometheus() {
        return inCompose("prom/prometheus");
    }

    static DockerImageName grafana() {
        return inCompose("grafana/grafana");
    }

    private static DockerImageName inCompose(String repository) {
        String name = named("compose.yaml", "image: (" + repository + ":\\S+)");
        assumeThere(name);
        return DockerImageName.parse(name);
    }

    private static String named(String file, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            assertThat(matcher.find()).as(pattern).isTrue();
            return matcher.group(1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void assumeThere(String name) {
        assumeTrue(KNOWN.computeIfAbsent(name, Images::isThere), "no image " + name);
    }

    private static boolean isThere(String name) {
        try {
            new RemoteDockerImage(DockerImageName.parse(name)).get();
            return true;
        } catch (RuntimeException notToBeHad) {
            return false;
        }
    }
}
