// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Prints what a class of the JDK says, and how much of the mapped run-time image the process holds. */
public final class FromImage {
    private FromImage() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("empty=" + Optional.empty());
        Path maps = Path.of("/proc/self/smaps");
        if (Files.isReadable(maps)) {
            System.out.println("imageKilobytes=" + residentKilobytes(Files.readAllLines(maps)));
        }
    }

    private static long residentKilobytes(List<String> lines) {
        long sum = 0;
        boolean isOfImage = false;
        for (String line : lines) {
            isOfImage |= line.endsWith("/lib/modules");
            if (isOfImage && line.startsWith("Rss:")) {
                sum += Long.parseLong(line.replaceAll("\\D", ""));
                isOfImage = false;
            }
        }
        return sum;
    }
}
