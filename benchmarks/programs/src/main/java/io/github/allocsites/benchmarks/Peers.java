// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files of other people's agents.
 *
 * @param asyncProfiler a native library
 * @param allocationInstrumenter a jar
 */
record Peers(Path asyncProfiler, Path allocationInstrumenter) {
    private static final String LIBRARY = "/linux-x64/libasyncProfiler.so";
    private static final String JAR = "java-allocation-instrumenter-3.3.4.jar";

    /** Out of the folder of this program's libraries; what has to be unpacked goes to the other folder. */
    static Peers find(Path libraries, Path folder) throws IOException {
        Path library = folder.resolve("libasyncProfiler.so");
        try (InputStream packed = Peers.class.getResourceAsStream(LIBRARY)) {
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return new Peers(library, libraries.resolve(JAR));
    }
}
