// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import java.nio.file.Path;
import java.util.Locale;

/** The files of the other agents. */
final class OtherAgents {
    private static final Path FOLDER = Path.of(System.getProperty("allocsites.other.agents"));

    private OtherAgents() {}

    static Path openTelemetry() {
        return FOLDER.resolve("opentelemetry-javaagent.jar");
    }

    static Path jaCoCo() {
        return FOLDER.resolve("jacocoagent.jar");
    }

    /** Null where there is none for this platform. */
    static Path asyncProfiler() {
        String platform =
                platform(System.getProperty("os.name").toLowerCase(Locale.ROOT), System.getProperty("os.arch"));
        return platform == null ? null : FOLDER.resolve(platform).resolve("libasyncProfiler.so");
    }

    private static String platform(String system, String processor) {
        if (system.startsWith("mac")) {
            return "macos";
        }
        boolean arm = processor.equals("aarch64");
        return system.equals("linux") && (arm || processor.equals("amd64"))
                ? (arm ? "linux-arm64" : "linux-x64")
                : null;
    }
}
