// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import com.sun.tools.attach.VirtualMachine;
import io.github.allocsites.benchmarks.Load.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** What the warm demo's clients notice while its agent installs, as {@code instrument.when=ready} has it. */
final class ReadySection {
    private static final int CLIENTS = 8;
    private static final long WARM_UP_MILLIS = Integer.getInteger("benchmarks.warm-up-seconds", 60) * 1000L;
    private static final long BEFORE_MILLIS = 10_000;
    private static final long AFTER_NANOS = 30_000_000_000L;
    private static final long MOST_NANOS = 180_000_000_000L;
    private static final Pattern INSTRUMENTED = Pattern.compile("\"instrumentedClasses\"\\s*:\\s*[1-9]");

    /** The starter steps aside: with it the application would have classes of the agent of its own. */
    private static final Contender LATER = Contender.DISABLED.and("-XX:+EnableDynamicAgentLoading");

    private final Demo.Launcher launcher;
    private final Path agent;
    private final int runs;
    private final Path picture;

    ReadySection(Demo.Launcher launcher, Path agent, int runs, Path picture) {
        this.launcher = launcher;
        this.agent = agent;
        this.runs = runs;
        this.picture = picture;
    }

    void writeTo(Appendable out) throws Exception {
        List<Throughput> all = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            all.add(throughput());
            System.err.println("ready: " + all.get(run).text());
        }
        out.append("\n## While the agent installs into the warm demo under load\n\n"
                + "Pauses are times in which none of " + CLIENTS + " clients got an answer.\n\n"
                + "| run | installing, s | longest pause, ms | the same before, ms "
                + "| requests per second before | meanwhile | back at 90 % after its end, s |\n"
                + "|---|---|---|---|---|---|---|\n");
        for (int run = 0; run < runs; run++) {
            out.append("| " + (run + 1) + " | " + all.get(run).text() + " |\n");
        }
        Files.writeString(picture, all.get(0).svg());
        out.append("\n![requests per second](" + picture.getFileName() + ")\n");
    }

    private Throughput throughput() throws Exception {
        Path report = Files.createTempFile("ready", ".json");
        try {
            Throughput throughput = throughput(report);
            if (!INSTRUMENTED.matcher(Files.readString(report)).find()) { // written when the demo ended
                throw new IOException("no report of the agent, or one without instrumented classes");
            }
            return throughput;
        } finally {
            Files.delete(report);
        }
    }

    private Throughput throughput(Path report) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Demo demo = launcher.start(LATER, List.of())) {
            Load load = new Load(demo.port(), CLIENTS);
            load.lasting(WARM_UP_MILLIS);
            AtomicLong end = new AtomicLong(System.nanoTime() + MOST_NANOS);
            Future<Answers> answers = pool.submit(() -> load.until(end::get));
            Thread.sleep(BEFORE_MILLIS);
            long begun = System.nanoTime();
            attach(demo.pid(), report);
            long ended = System.nanoTime();
            end.set(ended + AFTER_NANOS);
            return new Throughput(answers.get().ends(), begun, ended);
        } finally {
            pool.shutdownNow();
        }
    }

    private void attach(long pid, Path report) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            machine.loadAgent(agent.toString(), "dump=" + report);
        } finally {
            machine.detach();
        }
    }
}
