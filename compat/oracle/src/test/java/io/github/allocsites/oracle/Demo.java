// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo in a JVM of its own. */
final class Demo implements AutoCloseable {
    private static final long LIMIT_SECONDS = 300;
    private static final String READY = "ReadinessState changed to ACCEPTING_TRAFFIC";
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    /** By SIGTERM. */
    private static final int ENDED = 128 + 15;

    /** No collection may come between: it would clear what is softly reachable. */
    private static final List<String> INTERPRETED =
            List.of("-Xint", "-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-Xmn800m");

    private static final List<String> ONE_THREAD = List.of(
            "--server.tomcat.threads.max=1",
            "--server.tomcat.threads.min-spare=1",
            "--server.tomcat.background-processor-delay=1h",
            "--spring.datasource.hikari.maximum-pool-size=1",
            // those of requests under way are in a skip list, whose levels are drawn by lot
            "--management.metrics.observations.ignored-meters=long_task_timer");

    private static final List<String> ALWAYS = List.of(
            "--server.port=0",
            "--server.tomcat.max-keep-alive-requests=-1",
            "--server.tomcat.keep-alive-timeout=10m",
            "--logging.level.org.springframework.boot.availability=debug",
            // so that the starter is the same with and without the agent: it never installs one, but can be told to
            // reset
            "--allocsites.agent.attach=never",
            "--allocsites.metrics.enabled=false",
            "--management.endpoint.allocsites.access=unrestricted");

    private final Process process;
    private final Path out;

    private Demo(Process process, Path out) {
        this.process = process;
        this.out = out;
    }

    /** Interpreted, which does little but answer requests, all in one thread. */
    static Demo interpreted(Jdk jdk, DemoJar jar, String flag) throws IOException, InterruptedException {
        return start(jdk, jar, flag, INTERPRETED, ONE_THREAD);
    }

    /** As it comes. */
    static Demo compiled(Jdk jdk, DemoJar jar, String flag) throws IOException, InterruptedException {
        return start(jdk, jar, flag, List.of("-Xmx1g"), List.of());
    }

    /** Returns once the demo accepts requests. */
    private static Demo start(Jdk jdk, DemoJar jar, String flag, List<String> flags, List<String> properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString()));
        command.addAll(flags);
        command.addAll(List.of(flag, "-jar", jar.file().toString()));
        command.addAll(properties);
        command.addAll(ALWAYS);
        Path out = Files.createTempFile(jar.file().getParent(), "demo", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(Demo::isHeardByTheDemo);
        Demo demo = new Demo(builder.start(), out);
        demo.awaitReady();
        return demo;
    }

    private static boolean isHeardByTheDemo(String variable) {
        return variable.matches("(ALLOCSITES|SPRING|MANAGEMENT|SERVER|LOGGING)_.*|.*JAVA_(TOOL_)?OPTIONS");
    }

    private void awaitReady() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!out().contains(READY)) {
            boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                close();
                throw new AssertionError("the demo did not start: " + out());
            }
        }
    }

    KeepAlive connect() throws IOException {
        Matcher matcher = PORT.matcher(out());
        assertThat(matcher.find()).as(PORT.pattern()).isTrue();
        return new KeepAlive(Integer.parseInt(matcher.group(1)));
    }

    /** Asks the demo to end, as a container's engine does. */
    void terminate() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(out()).isEqualTo(ENDED);
    }

    private String out() throws IOException {
        return Files.readString(out);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
}
