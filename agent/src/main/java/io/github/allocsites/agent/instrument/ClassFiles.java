// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Class files of loaded classes, read from where the classes came from. Asking their loaders instead would make each
 * search its whole class path for every class. One pass uses one of these, on one thread, and closes it.
 */
final class ClassFiles implements AutoCloseable {
    private final Map<String, ZipFile> jars = new HashMap<>();
    private JdkImage image;
    private boolean isImageOpened;

    /** The file of a loaded class; null when it cannot be found. */
    static byte[] of(Class<?> type) {
        try (ClassFiles files = new ClassFiles()) {
            return files.read(type);
        }
    }

    byte[] read(Class<?> type) {
        String path = type.getName().replace('.', '/').concat(".class");
        try {
            if (type.getModule().isNamed()) {
                byte[] file = Exclusions.isJdk(type) ? fromImage(type.getModule(), path) : null;
                return file != null ? file : all(type.getModule().getResourceAsStream(path));
            }
            ClassLoader loader = type.getClassLoader();
            if (loader == null) {
                return all(ClassLoader.getSystemResourceAsStream(path));
            }
            byte[] file = fromSource(type.getProtectionDomain(), path);
            return file != null ? file : all(loader.getResourceAsStream(path));
        } catch (IOException | RuntimeException | LinkageError unreadable) {
            return null;
        }
    }

    private byte[] fromImage(Module module, String path) {
        if (!isImageOpened) {
            isImageOpened = true;
            image = JdkImage.ofThisJvm();
        }
        return image == null ? null : image.read(module, path);
    }

    /** Null when the class did not come from a place that can be read so; its loader may know better. */
    private byte[] fromSource(ProtectionDomain domain, String path) {
        try {
            return fromLocation(domain, path);
        } catch (IOException | URISyntaxException | RuntimeException elsewhere) {
            return null;
        }
    }

    private byte[] fromLocation(ProtectionDomain domain, String path) throws IOException, URISyntaxException {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL location = source == null ? null : source.getLocation();
        if (location == null) {
            return null;
        }
        if (location.getProtocol().equals("file")) {
            Path place = Path.of(location.toURI());
            return Files.isDirectory(place) ? Files.readAllBytes(place.resolve(path)) : fromJar(place, path);
        }
        boolean folder = location.getPath().endsWith("/");
        return folder ? all(new URL(location, path).openStream()) : null;
    }

    private byte[] fromJar(Path place, String path) throws IOException {
        ZipFile jar = jars.get(place.toString());
        if (jar == null) {
            jar = new ZipFile(place.toFile());
            jars.put(place.toString(), jar);
        }
        ZipEntry entry = jar.getEntry(path);
        return entry == null ? null : all(jar.getInputStream(entry));
    }

    private static byte[] all(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            return in == null ? null : in.readAllBytes();
        }
    }

    @Override
    public void close() {
        if (image != null) {
            image.close();
        }
        for (ZipFile jar : jars.values()) {
            try {
                jar.close();
            } catch (IOException alreadyRead) {
                continue;
            }
        }
    }
}
