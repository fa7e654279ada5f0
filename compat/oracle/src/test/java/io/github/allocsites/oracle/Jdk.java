// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Java runtime that programs run on. */
record Jdk(String name, Path home) {

    /** The one of the build, and a JDK 25 where the machine has one. */
    static List<Jdk> all() {
        List<Jdk> all = new ArrayList<>();
        int feature = Runtime.version().feature();
        all.add(new Jdk("JDK " + feature, Path.of(System.getProperty("java.home"))));
        Path newest = newest();
        if (newest != null && feature != 25) {
            all.add(new Jdk("JDK 25", newest));
        }
        return all;
    }

    /** The JDK 25 of the machine; null when there is none. */
    static Path newest() {
        String home = System.getProperty("allocsites.jdk25", "");
        if (home.isBlank()) {
            home = System.getenv().getOrDefault("ALLOCSITES_JDK25", "");
        }
        return home.isBlank() ? besideThisOne() : Path.of(home);
    }

    private static Path besideThisOne() {
        Path here = Path.of(System.getProperty("java.home"));
        try (Stream<Path> homes = Files.list(here.getParent())) {
            return homes.filter(Jdk::is25).findFirst().orElse(null);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static boolean is25(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/javac"))
                    && Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (IOException noRelease) {
            return false;
        }
    }

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** 17 for Java 17. */
    int feature() {
        return name.equals("JDK 25") ? 25 : Runtime.version().feature();
    }

    @Override
    public String toString() {
        return name;
    }
}
