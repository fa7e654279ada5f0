// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.report.JsonWriter;
import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the full report when the JVM exits: to a neighbouring file first, so that no reader meets half of one. */
final class ExitDump implements Runnable {
    private final Installation installation;
    private final Path file;

    private ExitDump(Installation installation, Path file) {
        this.installation = installation;
        this.file = file;
    }

    static void register(Installation installation, Path file) {
        Thread thread = new Thread(null, new ExitDump(installation, file), "allocsites-dump", 0, false);
        thread.setContextClassLoader(null);
        Runtime.getRuntime().addShutdownHook(thread);
    }

    @Override
    public void run() {
        installation.ownWork(this::write);
    }

    private void write() {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                format().write(installation.snapshot(), Query.ALL, out);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException failed) {
            System.err.println("allocsites: dump=" + file + " could not be written: " + failed);
        }
    }

    private ReportFormat format() {
        ReportFormat format = ReportFormats.ofFile(file);
        return format == null ? new JsonWriter() : format;
    }
}
