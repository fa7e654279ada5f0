// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Class files of the JDK, read from its run-time image. The JDK's own reader maps the image: the pages around each file
 * it hands out would belong to the process until its end, 10 MB of them after a pass over the classes of a start.
 *
 * <pre>
 *   header     magic, version, flags, number of resources, length of the table, bytes of locations and of strings
 *   redirect   an int for each place of the table, at the hash of /module/path: above 0 the seed to hash it with
 *              again, below 0 -1 - place, 0 where there is no such name
 *   offsets    an int for each place of the table: where in locations
 *   locations  attributes that are not 0: kind * 8 + length - 1 in a byte, then the value, big end first; until kind 0
 *   strings    in UTF-8, each ended by 0; the first is empty
 *   files      where the attribute "offset" says, counted from here; a compressed one is left to the JDK's reader
 * </pre>
 *
 * The layout is that of {@code jdk.internal.jimage.BasicImageReader}, version 1.0, its ints in the order of the
 * processor. A class that {@code --patch-module} replaced is not read from here, and neither is one of the application:
 * its image may have been linked anew since the JVM mapped it. Used by one thread at a time.
 */
final class JdkImage implements AutoCloseable {
    private static final int MAGIC = 0xCAFEDADA;
    private static final int VERSION = 1 << 16;
    private static final int HEADER_BYTES = 7 * Integer.BYTES;
    private static final int HASH_SEED = 0x01000193;

    private static final int MODULE = 1;
    private static final int PARENT = 2;
    private static final int BASE = 3;
    private static final int EXTENSION = 4;
    private static final int OFFSET = 5;
    private static final int COMPRESSED = 6;
    private static final int UNCOMPRESSED = 7;
    private static final int KINDS = 8;

    /** Holds what tells one build of a JDK from another, but not two images linked from one. */
    private static final String BUILD = "java/lang/VersionProps.class";

    private final RandomAccessFile image;
    private final int tableLength;
    private final int locations;
    private final int strings;
    private final int files;
    private final Map<Module, ModuleReader> readers = new HashMap<>();

    private JdkImage(RandomAccessFile image, ByteBuffer header) {
        this.image = image;
        tableLength = header.getInt(4 * Integer.BYTES);
        locations = HEADER_BYTES + 2 * tableLength * Integer.BYTES;
        strings = locations + header.getInt(5 * Integer.BYTES);
        files = strings + header.getInt(6 * Integer.BYTES);
    }

    /** The image of this JVM; null where it has none, or one that cannot be read from here. */
    static JdkImage ofThisJvm() {
        return of(System.getProperty("java.home"));
    }

    /** The image of a Java runtime, null where it is not that of this JVM. */
    static JdkImage of(String home) {
        RandomAccessFile file = null;
        try {
            file = new RandomAccessFile(Path.of(home, "lib", "modules").toFile(), "r");
            JdkImage image = in(file);
            if (image != null && image.isOfThisJvm()) {
                file = null; // the image's to close from now on
                return image;
            }
        } catch (IOException | RuntimeException unreadable) {
            return null;
        } finally {
            closeQuietly(file);
        }
        return null;
    }

    private static JdkImage in(RandomAccessFile file) throws IOException {
        ByteBuffer header = read(file, 0, HEADER_BYTES);
        return header.getInt(0) == MAGIC && header.getInt(Integer.BYTES) == VERSION ? new JdkImage(file, header) : null;
    }

    private boolean isOfThisJvm() throws IOException {
        Module base = Object.class.getModule();
        try (InputStream build = base.getResourceAsStream(BUILD)) {
            return build != null && Arrays.equals(build.readAllBytes(), file(base.getName(), BUILD));
        }
    }

    /** A file of a module of the JDK, if this JVM has it from the image; null where the JDK's reader must be asked. */
    byte[] read(Module module, String path) {
        try {
            return isFromImage(module, path) ? file(module.getName(), path) : null;
        } catch (IOException | RuntimeException damaged) {
            return null;
        }
    }

    private boolean isFromImage(Module module, String path) throws IOException {
        if (module.getLayer() != ModuleLayer.boot()) {
            return false;
        }
        ModuleReader reader = readers.get(module);
        if (reader == null) {
            reader = module.getLayer()
                    .configuration()
                    .findModule(module.getName())
                    .orElseThrow()
                    .reference()
                    .open();
            readers.put(module, reader);
        }
        URI place = reader.find(path).orElse(null);
        return place != null && "jrt".equals(place.getScheme());
    }

    /** Null where the image has no such file, or a compressed one. */
    byte[] file(String module, String path) throws IOException {
        long[] location = location(("/" + module + "/" + path).getBytes(StandardCharsets.UTF_8));
        if (location == null || location[COMPRESSED] != 0 || !isOf(location, module, path)) {
            return null;
        }
        return read(image, files + location[OFFSET], (int) location[UNCOMPRESSED])
                .array();
    }

    /** By the hash of the name, which another name may have, too; null for a name nothing has. */
    private long[] location(byte[] name) throws IOException {
        int hashed = hash(name, HASH_SEED) % tableLength;
        int redirect = intAt(HEADER_BYTES + hashed * Integer.BYTES);
        if (redirect == 0) {
            return null;
        }
        int place = redirect < 0 ? -1 - redirect : hash(name, redirect) % tableLength;
        int offset = intAt(HEADER_BYTES + (tableLength + place) * Integer.BYTES);
        return attributes(read(image, locations + offset, KINDS * (1 + Long.BYTES)));
    }

    private static long[] attributes(ByteBuffer from) {
        long[] values = new long[KINDS];
        for (int head = from.get(); head >>> 3 != 0; head = from.get()) {
            long value = 0;
            for (int left = (head & 7) + 1; left > 0; left--) {
                value = value << Byte.SIZE | Byte.toUnsignedLong(from.get());
            }
            values[head >>> 3] = value;
        }
        return values;
    }

    private boolean isOf(long[] location, String module, String path) throws IOException {
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        return isString(location[MODULE], module)
                && isString(location[PARENT], path.substring(0, Math.max(slash, 0)))
                && isString(location[BASE], path.substring(slash + 1, dot))
                && isString(location[EXTENSION], path.substring(dot + 1));
    }

    private boolean isString(long offset, String expected) throws IOException {
        byte[] ended = (expected + '\0').getBytes(StandardCharsets.UTF_8);
        return Arrays.equals(read(image, strings + offset, ended.length).array(), ended);
    }

    private static int hash(byte[] name, int seed) {
        int hash = seed;
        for (byte each : name) {
            hash = hash * HASH_SEED ^ each & 0xFF;
        }
        return hash & Integer.MAX_VALUE;
    }

    private int intAt(long position) throws IOException {
        return read(image, position, Integer.BYTES).getInt();
    }

    private static ByteBuffer read(RandomAccessFile from, long position, int bytes) throws IOException {
        if (position < 0 || bytes > from.length() - position) {
            throw new EOFException("damaged");
        }
        byte[] read = new byte[bytes];
        from.seek(position);
        from.readFully(read);
        return ByteBuffer.wrap(read).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        for (ModuleReader reader : readers.values()) {
            closeQuietly(reader);
        }
        closeQuietly(image);
    }

    private static void closeQuietly(AutoCloseable closed) {
        try {
            if (closed != null) {
                closed.close();
            }
        } catch (Exception alreadyRead) {
            return;
        }
    }
}
