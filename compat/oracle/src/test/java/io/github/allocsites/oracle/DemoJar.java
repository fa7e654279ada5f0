// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's jar, unpacked as Spring Boot does it for production: interpreted, the jars inside of a jar take four times
 * as long to start.
 */
record DemoJar(Path file) {
    private static final Path PACKAGED = Path.of(System.getProperty("allocsites.demo.jar"));
    private static final long LIMIT_SECONDS = 60;

    static DemoJar unpack(Path folder) throws IOException, InterruptedException {
        Path destination = folder.resolve("demo");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(List.of(
                        java,
                        "-Djarmode=tools",
                        "-jar",
                        PACKAGED.toString(),
                        "extract",
                        "--destination",
                        destination.toString()))
                .inheritIO()
                .start();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return new DemoJar(destination.resolve(PACKAGED.getFileName()));
    }
}
