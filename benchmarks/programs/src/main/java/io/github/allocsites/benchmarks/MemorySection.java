// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the demo holds with hundreds of request threads, of a heap that does not move. */
final class MemorySection {
    private static final int THREADS = 200;
    private static final int FEW_THREADS = 10;
    private static final int REQUESTS_EACH = 50;
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");
    private static final double MEGA = 1024 * 1024;

    private final Demo.Launcher launcher;
    private final Contender ours;
    private final int pairs;

    MemorySection(Demo.Launcher launcher, Contender ours, int pairs) {
        this.launcher = launcher;
        this.ours = ours;
        this.pairs = pairs;
    }

    /** Bytes; own ones are not numbers without our agent. */
    private record Held(double resident, double liveHeap, double ownOffHeap, double ownHeap) {}

    void writeTo(Appendable out) throws IOException, InterruptedException {
        List<Held> without = new ArrayList<>();
        List<Held> with = new ArrayList<>();
        List<Held> few = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
            without.add(held(Contender.DISABLED, THREADS));
            with.add(held(ours, THREADS));
            few.add(held(ours, FEW_THREADS));
        }
        out.append("\n## Memory of the demo with " + THREADS + " request threads\n\nMB, medians of " + pairs
                + " pairs; heap of 512 MB, touched beforehand.\n\n");
        out.append("| | no agent | allocsites | more |\n|---|---|---|---|\n");
        row(out, "resident", without, with, Held::resident);
        row(out, "live objects in the heap", without, with, Held::liveHeap);
        out.append(String.format(
                Locale.ROOT,
                "%nOf it our own: %.1f MB off-heap, %.1f MB of heap; a further thread takes %.0f bytes off-heap.%n",
                median(with, Held::ownOffHeap) / MEGA,
                median(with, Held::ownHeap) / MEGA,
                (median(with, Held::ownOffHeap) - median(few, Held::ownOffHeap)) / (THREADS - FEW_THREADS)));
    }

    private static void row(
            Appendable out, String name, List<Held> without, List<Held> with, ToDoubleFunction<Held> figure)
            throws IOException {
        List<Double> more = new ArrayList<>();
        for (int pair = 0; pair < with.size(); pair++) {
            more.add((figure.applyAsDouble(with.get(pair)) - figure.applyAsDouble(without.get(pair))) / MEGA);
        }
        out.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %s |%n",
                name,
                median(without, figure) / MEGA,
                median(with, figure) / MEGA,
                Sample.of(more).text()));
    }

    private static double median(List<Held> all, ToDoubleFunction<Held> figure) {
        return Sample.of(all.stream().map(figure::applyAsDouble).toList()).median();
    }

    private Held held(Contender contender, int threads) throws IOException, InterruptedException {
        Contender fixed = HEAP.stream().reduce(contender, Contender::and, (one, other) -> other);
        List<String> arguments =
                List.of("--server.tomcat.threads.max=" + threads, "--server.tomcat.threads.min-spare=" + threads);
        try (Demo demo = launcher.start(fixed, arguments)) {
            new Load(demo.port(), threads).counting(threads * REQUESTS_EACH);
            boolean isOurs = contender == ours;
            double ownBytes = isOurs ? demo.reported("ownBytes") : Double.NaN;
            double heapBytes = isOurs ? demo.reported("heapBytes") : Double.NaN;
            double resident = demo.residentBytes();
            Held held = new Held(resident, liveHeap(demo), ownBytes, heapBytes);
            System.err.println("memory, " + contender.name() + ", " + threads + " threads: " + held);
            return held;
        }
    }

    /** After a collection, by the JVM's own histogram. */
    private double liveHeap(Demo demo) throws IOException, InterruptedException {
        Path jcmd = launcher.java().resolveSibling("jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), String.valueOf(demo.pid()), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher total = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(out);
        return total.find() ? Double.parseDouble(total.group(1)) : Double.NaN;
    }
}
