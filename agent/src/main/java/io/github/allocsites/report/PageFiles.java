// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The page that shows reports in a browser, and the files it loads. They are resources of this jar, whole and small,
 * and are read each time: no heap is held for somebody who might look.
 */
public final class PageFiles {
    private static final String FOLDER = "/META-INF/allocsites/page/";

    /** What a client may ask for by name. Anything else that the folder holds is not there for it. */
    private static final Set<String> SERVED = Set.of(
            "icon.svg",
            "page.css",
            "page.js",
            "page-controls.js",
            "page-detail.js",
            "page-flame.js",
            "page-head.js",
            "page-reader.js",
            "page-rows.js",
            "page-table.js",
            "page-text.js",
            "page-worker.js",
            "flame.css",
            "flame.js",
            "d3-flamegraph.min.js");

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            ".css", "text/css;charset=UTF-8",
            ".js", "text/javascript;charset=UTF-8",
            ".svg", "image/svg+xml");

    private PageFiles() {}

    /** Whether the page loads a file of this name. */
    public static boolean has(String name) {
        return SERVED.contains(name);
    }

    /** Media type of a file that the page loads. */
    public static String mediaType(String name) {
        return MEDIA_TYPES.get(name.substring(name.lastIndexOf('.')));
    }

    /** Content of a file that the page loads. */
    public static byte[] bytes(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException("no file of the page: " + name);
        }
        return read(name);
    }

    /**
     * The page itself, in UTF-8 and of the media type {@code text/html}.
     *
     * @param folder last part of the page's own address: what it loads and reads lies below that
     * @param writable whether reset, pause and marks may be offered
     */
    public static byte[] page(String folder, boolean writable) {
        String encoded = URLEncoder.encode(folder, StandardCharsets.UTF_8).replace("+", "%20");
        return text("page.html")
                .replace("{folder}", encoded)
                .replace("{access}", writable ? "unrestricted" : "read-only")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    private static byte[] read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new FileNotFoundException(FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
