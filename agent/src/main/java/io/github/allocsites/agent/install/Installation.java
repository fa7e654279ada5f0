// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.Options;
import io.github.allocsites.agent.cost.OwnCost;
import io.github.allocsites.agent.instrument.ArraySizes;
import io.github.allocsites.agent.instrument.Attempts;
import io.github.allocsites.agent.instrument.Calls;
import io.github.allocsites.agent.instrument.Exclusions;
import io.github.allocsites.agent.instrument.InstrumentationLog;
import io.github.allocsites.agent.instrument.InstrumentingTransformer;
import io.github.allocsites.agent.instrument.LoadedClasses;
import io.github.allocsites.agent.instrument.LostNames;
import io.github.allocsites.agent.instrument.Offering;
import io.github.allocsites.agent.instrument.SeenClasses;
import io.github.allocsites.agent.snapshot.Epochs;
import io.github.allocsites.agent.snapshot.HeapPeak;
import io.github.allocsites.agent.snapshot.ProcessMemory;
import io.github.allocsites.agent.snapshot.SnapshotReader;
import io.github.allocsites.agent.snapshot.StackSwitch;
import io.github.allocsites.agent.stacks.ApplicationPackages;
import io.github.allocsites.agent.stacks.WalkedStacks;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.table.Carriers;
import io.github.allocsites.table.Hook;
import io.github.allocsites.table.OwnWork;
import io.github.allocsites.table.Recording;
import io.github.allocsites.table.Settings;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.Supplier;

/** The agent at work in this process. Thread-safe. */
public final class Installation {
    private final Instrumentation instrumentation;
    private final Options options;
    private final InstalledBy installedBy;
    private final InstrumentationLog log = new InstrumentationLog();
    private final SeenClasses seen = new SeenClasses();
    private final OwnCost cost = new OwnCost();
    private final Exclusions exclusions;
    private final InstrumentingTransformer transformer;
    private final WalkedStacks stacks;
    private final StackSwitch stackSwitch;
    private final Offering offering;
    private final LoadedClasses loaded;
    private Epochs epochs;
    private SnapshotReader reader;
    private Periods periods;
    private boolean wasReady;

    private Installation(
            Instrumentation instrumentation, Options options, InstalledBy installedBy, JvmFacts facts, Calls calls) {
        this.instrumentation = instrumentation;
        this.options = options;
        this.installedBy = installedBy;
        this.exclusions = new Exclusions(options.instrumentJdk(), options.instrumentExclude());
        LostNames lostNames = new LostNames(facts.featureVersion());
        Attempts attempts = new Attempts();
        this.transformer = new InstrumentingTransformer(
                new ArraySizes(facts.referenceBytes(), Hook::arrayBytes),
                exclusions,
                log,
                cost,
                seen,
                lostNames,
                attempts);
        this.stacks = new WalkedStacks(Recording.table(), options.stacksDepth(), cost);
        this.stackSwitch = new StackSwitch(stacks);
        this.stacks.application(
                options.appPackages().isEmpty()
                        ? ApplicationPackages.ofCommand(System.getProperty("sun.java.command"))
                        : new ApplicationPackages(options.appPackages()));
        this.offering = new Offering(instrumentation, transformer.retransforming(), facts.alone());
        this.loaded = new LoadedClasses(instrumentation, offering, exclusions, log, seen, lostNames, attempts, calls);
    }

    static Installation start(
            Instrumentation instrumentation,
            Options options,
            InstalledBy installedBy,
            JvmFacts facts,
            Calls calls,
            Object shim)
            throws InstallationException {
        Settings.fix(new Settings(
                options.memoryMaxBytes(),
                options.tableBuckets(),
                options.stacksDepth(),
                options.stacksIntervalBytes(),
                facts.objectAlignmentBytes()));
        Recording.carriers((Carriers) shim);
        Recording.sizer(new ObjectSizer(instrumentation));
        Recording.typedNames(new RunTimeTypes());
        String wrong = facts.wrongArraySize(instrumentation, Hook::arrayBytes);
        if (wrong != null) {
            throw new InstallationException("sizes on this JVM are not understood: " + wrong);
        }
        Installation installation = new Installation(instrumentation, options, installedBy, facts, calls);
        installation.instrument();
        return installation;
    }

    private void instrument() throws InstallationException {
        ClassFileTransformer loading = transformer.loading();
        boolean done = false;
        try {
            ownWork(() -> WarmUp.rehearse(transformer));
            instrumentation.addTransformer(loading, false);
            warmUp();
            offering.begin();
            Recording.hiddenClasses(transformer::hidden);
            instrumentLoaded();
            new InstallationCheck(instrumentation, options.instrumentJdk()).run();
            begin();
            done = true;
        } finally {
            if (!done) {
                Recording.hiddenClasses(null);
                instrumentation.removeTransformer(loading);
                offering.withdraw();
            }
        }
    }

    private void warmUp() throws InstallationException {
        try {
            WarmUp.run(stacks);
        } catch (ReflectiveOperationException failed) {
            throw new InstallationException("warming up failed: " + failed, failed);
        }
    }

    private void instrumentLoaded() {
        ownWork(loaded::instrument);
    }

    /** What was counted up to here were the agent's own first steps. */
    private void begin() {
        ownWork(() -> {
            cost.forgetStacks();
            epochs = new Epochs(cost, stackSwitch);
            HeapPeak peak = new HeapPeak();
            reader = new SnapshotReader(
                    installedBy,
                    log,
                    cost,
                    stacks,
                    options.stacksIntervalBytes() == Settings.EVERY_STACK,
                    new ProcessMemory(peak),
                    () -> transformer.heapBytes() + epochs.heapBytes());
            periods = new Periods(epochs, reader, this);
            Drainer.start(cost, peak);
            if (options.dump() != null) {
                Dumps.start(this, options.dump(), options.dumpEvery());
            }
            if (options.dumpOnOom() != null) {
                OomDump.start(this, options.dumpOnOom());
            }
        });
    }

    /** The options in force. */
    public Options options() {
        return options;
    }

    /** Says which packages are the application's, unless the options say so. */
    public void application(List<String> packages) {
        if (options.appPackages().isEmpty()) {
            stacks.application(new ApplicationPackages(packages));
        }
    }

    /** No stack is captured until {@link #ready}. */
    public void starting() {
        stackSwitch.ready(false);
    }

    /** From now on first events capture their stacks; classes missed so far are instrumented. */
    public synchronized void ready() {
        instrumentLoaded();
        offering.othersMayCome(); // the first call is made before main, where the command line names the agent
        if (options.stacksIntervalBytes() != Settings.NO_STACK) {
            if (!wasReady) {
                ownWork(epochs::stacksBegin);
            }
            stackSwitch.ready(true);
        }
        if (installedBy != InstalledBy.JAVAAGENT || wasReady) { // an application may come after the agent's own start
            seen.close();
        }
        wasReady = true;
    }

    /** What was recorded since the last reset. */
    public Snapshot snapshot() {
        return ownWork(() -> reader.epoch(epochs.sinceReset()));
    }

    /** What was recorded since installation. */
    public Snapshot lifetime() {
        return ownWork(() -> reader.epoch(epochs.ever()));
    }

    /** Starts measuring the process, or this platform thread. */
    public Measurement measure(boolean thisThread) {
        return ownWork(() -> new Measurement(reader, thisThread));
    }

    /** Windows and marks. */
    public Periods periods() {
        return periods;
    }

    /** Starts a new epoch. */
    public void reset() {
        ownWork(epochs::reset);
    }

    /** Nothing is recorded until {@link #resume}. */
    public void pause() {
        ownWork(epochs::pause);
    }

    /** Recording goes on. */
    public void resume() {
        ownWork(epochs::resume);
    }

    /** Why nothing is recorded; null while it is. */
    public String pauseReason() {
        return epochs.pauseReason();
    }

    /** What could not be instrumented, each with its reason. */
    public List<String> skipped() {
        return log.listed();
    }

    /** Does something that is not the application's. */
    void ownWork(Runnable work) {
        ownWork(() -> {
            work.run();
            return null;
        });
    }

    /** Does something that is not the application's, and answers its result. */
    public <T> T ownWork(Supplier<T> work) {
        long token = OwnWork.begin();
        long begun = cost.begin(token);
        try {
            return work.get();
        } finally {
            cost.end(begun);
            OwnWork.end(token);
        }
    }
}
