// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.SerializedBufferCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * A JVM for each test and mode. jcstress's own choice of modes is up to 74 a test; most of them differ in what has no
 * part in off-heap memory.
 *
 * @param tests regular expression for their names
 * @param iterations of each test in each JVM
 * @param millis of each iteration
 * @param modes how each test is run
 */
record Forks(String tests, int iterations, int millis, List<Mode> modes) {
    /** Stands in jcstress's options for how actors wait for each other: without sleep they collide more often. */
    static final String SPIN = "THREAD_SPIN_WAIT";

    /** The other way: they run more often where other programs want the processors, too. */
    static final String YIELD = "THREAD_YIELD";

    /** How a JVM runs a test: how its actors wait for each other, and its own options. */
    record Mode(String waiting, String... arguments) {}

    /** The names of the tests. */
    SortedSet<String> names() {
        return new JCStress(options(modes.get(0))).getTests();
    }

    /** Must come once before any run. */
    void probe() {
        OSSupport.init();
        VMSupport.initFlags(options(modes.get(0)));
    }

    InProcessCollector run() throws IOException {
        Options options = options(modes.get(0));
        Scheduler scheduler = new Scheduler(Topology.get(), options.getCPUCount());
        List<TestConfig> forks = configs(scheduler);
        InProcessCollector results = new InProcessCollector();
        ConsoleReportPrinter log = new ConsoleReportPrinter(options, new PrintWriter(System.out, true), forks.size());
        SerializedBufferCollector sink = new SerializedBufferCollector(MuxCollector.of(log, results));
        TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
        log.setExecutor(executor);
        executor.runAll(forks);
        sink.close();
        return results;
    }

    private List<TestConfig> configs(Scheduler scheduler) {
        List<TestConfig> configs = new ArrayList<>();
        for (Mode mode : modes) {
            Options options = options(mode);
            List<String> arguments =
                    new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
            Collections.addAll(arguments, mode.arguments());
            for (String test : names()) {
                TestInfo info = TestList.getInfo(test);
                for (SchedulingClass places :
                        scheduler.scheduleClasses(info.threads(), options.getCPUCount(), options.affinityMode())) {
                    configs.add(new TestConfig(options, info, 0, arguments, CompileMode.UNIFIED, places));
                }
            }
        }
        Collections.shuffle(configs);
        return configs;
    }

    /** Few states at once, for each has off-heap memory. */
    private Options options(Mode mode) {
        List<String> arguments = new ArrayList<>(List.of("-t", tests, "-c", "2", "-af", "NONE"));
        Collections.addAll(arguments, "-iters", "" + iterations, "-time", "" + millis);
        Collections.addAll(arguments, "-strideSize", "64", "-strideCount", "3", "-hs", "128", "-pth", "false");
        Collections.addAll(arguments, "-spinStyle", mode.waiting());
        Options options = new Options(arguments.toArray(new String[0]));
        try {
            if (options.parse()) {
                return options;
            }
        } catch (IOException consoleIsGone) {
            throw new UncheckedIOException(consoleIsGone);
        }
        throw new IllegalStateException("jcstress does not take " + arguments);
    }
}
