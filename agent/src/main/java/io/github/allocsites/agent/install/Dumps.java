// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.report.Query;
import io.github.allocsites.report.ReportFormat;
import io.github.allocsites.report.ReportFormats;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Writes everything when the JVM exits, and every so often where that is asked for: to a neighbouring file first, so
 * that no reader meets half of one. The name given is always the newest; where there are several, those before it have
 * a number, and the oldest of {@value #KEPT} goes:
 *
 * <pre>
 *   report.json    the newest
 *   report-1.json  the one before
 *   ...
 *   report-9.json  the oldest
 * </pre>
 */
final class Dumps implements Runnable {
    /** How many files there are at most. */
    static final int KEPT = 10;

    private final Installation installation;
    private final Path file;
    private final ReportFormat format;
    private final Duration every;
    private boolean isOver;
    private boolean hasFailed;

    private Dumps(Installation installation, Path file, Duration every) {
        this.installation = installation;
        this.file = file;
        this.format = ReportFormats.ofFile(file);
        this.every = every;
    }

    /** {@code every} is null where only the end matters. */
    static void start(Installation installation, Path file, Duration every) {
        Dumps dumps = new Dumps(installation, file, every);
        Runtime.getRuntime().addShutdownHook(thread(() -> dumps.write(true), "allocsites-dump"));
        if (every != null) {
            Thread thread = thread(dumps, "allocsites-dump-every");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setContextClassLoader(null);
        return thread;
    }

    @Override
    public void run() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(every.toSeconds());
                tryToWrite();
            }
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToWrite() {
        try {
            write(false);
        } catch (OutOfMemoryError full) {
            return; // not even a message finds room; the next one may come through
        }
    }

    /** The last one is the last: nothing is written while the JVM halts. */
    private synchronized void write(boolean isLast) {
        if (!isOver) {
            isOver = isLast;
            installation.ownWork(this::writeFile);
        }
    }

    private void writeFile() {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
                format.write(installation.snapshot(), Query.ALL, out);
            }
            if (every != null) {
                makeRoom();
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
            hasFailed = false;
        } catch (IOException | RuntimeException | OutOfMemoryError failed) { // the next one may come through
            complain(failed);
        }
    }

    /** Once, until one comes through. */
    private void complain(Throwable failed) {
        if (!hasFailed) {
            hasFailed = true;
            System.err.println("allocsites: dump=" + file + " could not be written: " + failed);
        }
    }

    private void makeRoom() throws IOException {
        for (int age = KEPT - 1; age > 0; age--) {
            Path younger = age == 1 ? file : numbered(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, numbered(age), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The number comes before what tells the format. */
    private Path numbered(int age) {
        String name = file.getFileName().toString();
        int end = name.length() - format.suffix().length();
        return file.resolveSibling(name.substring(0, end) + "-" + age + name.substring(end));
    }
}
