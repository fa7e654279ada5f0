// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The native library of async-profiler, out of its jar on the class path. */
final class AsyncProfiler {
    private static final String LIBRARY = "/linux-x64/libasyncProfiler.so";

    private AsyncProfiler() {}

    /** An assumption of ours, not a limit of async-profiler's: the figures are taken here and nowhere else. */
    static boolean isForThisPlatform() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** The flag that makes a JVM record every object from its start on, with so many frames. */
    static String flag(Path library, Path recording, int frames) {
        return "-agentpath:" + library + "=start,event=alloc,alloc=1,total,jfr,jstackdepth=" + frames + ",file="
                + recording;
    }

    static Path unpack(Path folder) throws IOException {
        Path library = folder.resolve("libasyncProfiler.so");
        try (InputStream packed = AsyncProfiler.class.getResourceAsStream(LIBRARY)) {
            assertThat(packed).as(LIBRARY).isNotNull();
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }
}
