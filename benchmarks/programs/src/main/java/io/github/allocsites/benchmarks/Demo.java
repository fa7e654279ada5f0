// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo in a process of its own, on a free port of the loopback address, until it is closed. */
final class Demo implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern STARTED = Pattern.compile("Started DemoApplication .*process running for ([0-9.]+)");
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    /** Our clients do not look for new ones after each hundred requests. */
    private static final String KEEP_CONNECTIONS = "--server.tomcat.max-keep-alive-requests=-1";

    private static final String LAST_ORDER = "/orders/20";
    private static final int LOOK_MILLIS = 10;

    private final Process process;
    private final Path log;
    private final int port;
    private final double startedSeconds;
    private final double startedCpuSeconds;

    private Demo(Process process, Path log) throws IOException, InterruptedException {
        this.process = process;
        this.log = log;
        this.startedSeconds = Double.parseDouble(awaited(STARTED));
        this.startedCpuSeconds = cpuNanos() / 1e9;
        this.port = Integer.parseInt(awaited(PORT));
        awaitOrders();
    }

    /** They are made once the application has started, and its log does not say when. */
    private void awaitOrders() throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try (Connection connection = new Connection(port)) {
                connection.get(LAST_ORDER);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    /** What is needed to start one. */
    record Launcher(Path java, Path jar, Path folder) {
        /** Null where it does not start with these flags. */
        Demo start(Contender contender, List<String> arguments) throws IOException, InterruptedException {
            Path log = Files.createTempFile(folder, "demo", ".log");
            List<String> command = new ArrayList<>(List.of(java.toString()));
            command.addAll(contender.flags());
            command.addAll(List.of("-jar", jar.toString(), "--server.port=0", KEEP_CONNECTIONS));
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                return new Demo(process, log);
            } catch (IOException failed) {
                process.destroyForcibly();
                System.err.println(contender.name() + ": " + failed.getMessage());
                return null;
            }
        }
    }

    private String awaited(Pattern pattern) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher matcher = pattern.matcher(Files.readString(log, StandardCharsets.UTF_8));
            if (matcher.find()) {
                return matcher.group(1);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IOException("the demo does not start: " + Files.readString(log, StandardCharsets.UTF_8));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the application's. */
    double startedSeconds() {
        return startedSeconds;
    }

    /** What the process had used by then. */
    double startedCpuSeconds() {
        return startedCpuSeconds;
    }

    /** User and system time of all threads so far, in steps of ten milliseconds. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Not a number where the system does not tell. */
    double residentBytes() throws IOException {
        Path status = Path.of("/proc/" + pid() + "/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        Matcher matcher = Pattern.compile("VmRSS:\\s*(\\d+) kB").matcher(Files.readString(status));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) * 1024 : Double.NaN;
    }

    /** A number in the agent's report; not a number where it is not there. */
    double reported(String field) throws IOException {
        try (Connection connection = new Connection(port)) {
            String report = new String(connection.get("/actuator/allocsites?limit=1"), StandardCharsets.UTF_8);
            Matcher matcher =
                    Pattern.compile("\"" + field + "\"\\s*:\\s*([0-9.]+)").matcher(report);
            return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
