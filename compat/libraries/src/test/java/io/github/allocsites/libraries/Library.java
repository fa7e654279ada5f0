// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.libraries;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Some jars, or a module of the running JDK, under one name.
 *
 * @param places paths of jars, or {@code jrt:} and the name of a module
 */
record Library(String name, List<String> places) {
    private static final String MODULE = "jrt:";
    private static final String SUFFIX = ".class";

    static Library module(String name) {
        return new Library(name, List.of(MODULE + name));
    }

    boolean isModule() {
        return places.get(0).startsWith(MODULE);
    }

    /** The class files that this JVM would load, by binary name; of one name the first, like a class path. */
    Map<String, byte[]> classFiles() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String place : places) {
            if (isModule()) {
                ofModule(place.substring(MODULE.length()), files);
            } else {
                ofJar(Path.of(place), files);
            }
        }
        return files;
    }

    private static void ofModule(String module, Map<String, byte[]> files) throws IOException {
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = root.relativize(path).toString();
                if (isClass(name)) {
                    files.put(binaryName(name), Files.readAllBytes(path));
                }
            }
        }
    }

    private static void ofJar(Path path, Map<String, byte[]> files) throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
                Stream<JarEntry> entries = jar.versionedStream()) {
            for (JarEntry entry : (Iterable<JarEntry>) entries::iterator) {
                if (isClass(entry.getName())) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        files.putIfAbsent(binaryName(entry.getName()), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static boolean isClass(String path) {
        return path.endsWith(SUFFIX) && !path.startsWith("META-INF/") && !path.endsWith("module-info.class");
    }

    private static String binaryName(String path) {
        return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
    }

    /** One argument of a command line. */
    String written() {
        return name + "=" + String.join(";", places);
    }

    static List<Library> read(String[] arguments, int from) {
        List<Library> all = new ArrayList<>();
        for (int i = from; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            String places = arguments[i].substring(equals + 1);
            all.add(new Library(arguments[i].substring(0, equals), List.of(places.split(";"))));
        }
        return all;
    }
}
