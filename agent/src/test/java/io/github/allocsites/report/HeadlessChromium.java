// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine's Chromium without a window; no other host has an address for it. */
record HeadlessChromium(Path program) {
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--dump-dom");

    static HeadlessChromium require() {
        return new HeadlessChromium(Tools.require("chromium", "chromium-browser", "google-chrome"));
    }

    /** The page as it is once loaded, or as flags say. */
    String open(URI address, Path folder, String... flags) throws IOException, InterruptedException {
        List<Object> command = new ArrayList<>(List.of(program));
        command.addAll(FLAGS);
        command.addAll(List.of(flags));
        command.add("--user-data-dir=" + folder);
        command.add(address);
        return Tools.run(command.toArray());
    }
}
