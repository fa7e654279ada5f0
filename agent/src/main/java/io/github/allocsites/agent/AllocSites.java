// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import io.github.allocsites.agent.install.Installation;
import io.github.allocsites.agent.install.InstallationException;
import io.github.allocsites.agent.install.Installer;
import io.github.allocsites.agent.install.Phase;
import io.github.allocsites.agent.install.SelfAttach;
import io.github.allocsites.agent.snapshot.ProcessMemory;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Period;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.function.Supplier;

/**
 * The way in for code: installs the agent into this process and reads what it counted.
 *
 * <p>One agent serves a whole process. Every method may be called from any thread at any time.
 */
public final class AllocSites {
    private static volatile Installation installation;
    private static volatile String reason = "the agent was not asked for";
    private static volatile Postponed postponed;

    private AllocSites() {}

    /** An installation that waits for the application. */
    private record Postponed(
            Options options, InstalledBy installedBy, Instrumentation instrumentation, List<String> packages) {}

    /** The process's memory when no agent is there to read it; made when first needed. */
    private static final class Memory {
        static final ProcessMemory PROCESS = new ProcessMemory();

        private Memory() {}
    }

    /**
     * Installs the agent by attaching to this process, unless the JVM granted instrumentation already. Does nothing
     * when an agent is installed or postponed.
     *
     * @return the status afterwards; {@link Status#NOT_INSTALLED} says that installation failed or {@link #isPostponed
     * is postponed}, and {@link #reason()} why
     */
    public static Status install(Options options, InstalledBy installedBy) {
        Instrumentation granted = LauncherAgent.instrumentation();
        return granted == null
                ? install(options, installedBy, null)
                : install(options, InstalledBy.LAUNCHER_AGENT, granted);
    }

    /**
     * Installs the agent with instrumentation that the JVM granted. Does nothing when an agent is installed or
     * postponed.
     *
     * @return the status afterwards
     */
    public static Status install(Options options, InstalledBy installedBy, Instrumentation instrumentation) {
        return install(options, installedBy, instrumentation, Phase.STARTING);
    }

    /** The same, and how far the application is. */
    static synchronized Status install(
            Options options, InstalledBy installedBy, Instrumentation instrumentation, Phase phase) {
        if (installation != null || postponed != null) {
            return status();
        }
        if (!options.enabled()) {
            reason = "allocsites.enabled is false";
            return Status.NOT_INSTALLED;
        }
        if (options.instrumentWhen() == InstrumentWhen.READY) {
            postponed = new Postponed(options, installedBy, instrumentation, List.of());
            reason = "instrument.when=ready, and the application is not ready yet";
            return Status.NOT_INSTALLED;
        }
        return installNow(options, installedBy, instrumentation, phase);
    }

    private static Status installNow(
            Options options, InstalledBy installedBy, Instrumentation instrumentation, Phase phase) {
        try {
            Instrumentation granted = instrumentation == null ? SelfAttach.instrumentation() : instrumentation;
            installation = Installer.install(granted, options, installedBy, phase);
            reason = null;
            return Status.RECORDING;
        } catch (InstallationException failed) {
            reason = failed.getMessage();
        } catch (OutOfMemoryError refused) {
            reason = "there is no memory for it: " + refused.getMessage();
        } catch (RuntimeException | LinkageError unforeseen) { // never the application's problem
            reason = "installation failed: " + unforeseen;
        }
        return Status.NOT_INSTALLED;
    }

    /** Whether allocations are being counted. */
    public static Status status() {
        Installation present = installation;
        if (present == null) {
            return Status.NOT_INSTALLED;
        }
        return present.pauseReason() == null ? Status.RECORDING : Status.PAUSED;
    }

    /** Why nothing is counted; null while the status is {@link Status#RECORDING}. */
    public static String reason() {
        Installation present = installation;
        return present == null ? reason : present.pauseReason();
    }

    /** Whether installation waits for {@link #ready()}, as {@link InstrumentWhen#READY} asks for. */
    public static boolean isPostponed() {
        return postponed != null;
    }

    /** The options in force, or in force from {@link #ready()} on; null when no agent is or will be installed. */
    public static Options options() {
        Postponed waiting = postponed;
        Installation present = installation;
        return present != null ? present.options() : waiting != null ? waiting.options : null;
    }

    /** Says that the application is starting: no stack is captured until {@link #ready()}. */
    public static void starting() {
        Installation present = installation;
        if (present != null) {
            present.starting();
        }
    }

    /** Says which packages are the application's, subpackages included; the option app-packages wins. */
    public static synchronized void application(List<String> packages) {
        if (installation != null) {
            installation.application(packages);
        } else if (postponed != null) {
            Postponed was = postponed;
            postponed = new Postponed(was.options, was.installedBy, was.instrumentation, packages);
        }
    }

    /**
     * Says that the application is ready: what was postponed is installed, on the calling thread and beside the
     * application, in seconds and under full load in about a minute; from now on the first event of each probe
     * captures its stack.
     */
    public static void ready() {
        installPostponed();
        Installation present = installation;
        if (present != null) {
            present.ready();
        }
    }

    private static synchronized void installPostponed() {
        Postponed waiting = postponed;
        if (waiting != null) {
            try {
                installNow(waiting.options, waiting.installedBy, waiting.instrumentation, Phase.RUNNING);
            } finally {
                postponed = null;
            }
            if (!waiting.packages.isEmpty()) {
                application(waiting.packages);
            }
        }
    }

    /** What was counted since the last {@link #reset()}, or since installation; what came in a pause is not in it. */
    public static Snapshot snapshot() {
        Installation present = installation;
        return present == null ? notInstalled() : present.snapshot();
    }

    /**
     * What was counted since installation, resets or not, pauses left out: these numbers never decrease. In a pause
     * they stand still.
     */
    public static Snapshot lifetime() {
        Installation present = installation;
        return present == null ? notInstalled() : present.lifetime();
    }

    /**
     * What is allocated in the seconds that begin now, by all threads, exactly; resets and pauses in between do no
     * harm, but what comes in a pause is not in it. Waits until they are over, without a lock and not as {@link
     * #ownWork own work}, which it must not be called in. Answers at once when no agent is installed.
     *
     * @param seconds {@value Period#MIN_SECONDS}..{@value Period#MAX_SECONDS}
     * @return {@link Snapshot#since()} is now, {@link Snapshot#elapsed()} what really passed
     * @throws IllegalArgumentException when seconds are out of range
     * @throws TooManyWindowsException when {@value TooManyWindowsException#MOST} windows are open
     * @throws InterruptedException when the waiting thread is interrupted; the window is given up
     */
    public static Snapshot window(int seconds) throws InterruptedException {
        if (seconds < Period.MIN_SECONDS || seconds > Period.MAX_SECONDS) {
            throw new IllegalArgumentException("seconds is " + seconds + ", must be 1..60");
        }
        Installation present = installation;
        return present == null ? notInstalled() : present.periods().window(seconds);
    }

    /**
     * Keeps this moment, for {@link #since} to begin at. Sixteen are kept, and the oldest makes room for a new one;
     * each takes some 16 bytes of heap for every probe and 32 for every call site in the table. Resets and pauses leave
     * them.
     *
     * @throws IllegalStateException when no agent is installed
     */
    public static Mark mark() {
        Installation present = installation;
        if (present == null) {
            throw new IllegalStateException("nothing is recorded: " + reason);
        }
        return present.periods().mark();
    }

    /** Ids of the marks that are kept, oldest first. */
    public static List<String> marks() {
        Installation present = installation;
        return present == null ? List.of() : present.periods().marks();
    }

    /**
     * What was counted since a {@link #mark()}, resets or not; what came in a pause is not in it.
     *
     * @param mark its id
     * @throws IllegalQueryException when no such mark is kept; it names those that are
     */
    public static Snapshot since(String mark) {
        Installation present = installation;
        if (present == null) {
            throw new IllegalQueryException("since", mark, "nothing: no agent is installed");
        }
        return present.periods().since(mark);
    }

    /**
     * Stops recording: what is allocated until {@link #resume()} appears in no snapshot, window, mark's difference or
     * meter, and no stack is captured. Hooks stay and cost what they cost. Does nothing in a pause, or when no agent is
     * installed. A {@link Profiler} measures on.
     *
     * @return the status afterwards
     */
    public static Status pause() {
        Installation present = installation;
        if (present != null) {
            present.pause();
        }
        return status();
    }

    /**
     * Goes on recording. Does nothing when it is not paused.
     *
     * @return the status afterwards
     */
    public static Status resume() {
        Installation present = installation;
        if (present != null) {
            present.resume();
        }
        return status();
    }

    /** Starts a new epoch: {@link #snapshot()} counts from now on, the call-site table is empty. */
    public static void reset() {
        Installation present = installation;
        if (present != null) {
            present.reset();
        }
    }

    /** Classes and methods that allocate and stayed as they were, each with the reason; the first 1,000. */
    public static List<String> skipped() {
        Installation present = installation;
        return present == null ? List.of() : present.skipped();
    }

    /**
     * Does work that is the profiler's own, such as writing a report: what the calling thread allocates meanwhile is
     * not counted. The work must not wait for anything: a virtual thread keeps its carrier until it is done.
     */
    public static <T> T ownWork(Supplier<T> work) {
        Installation present = installation;
        return present == null ? work.get() : present.ownWork(work);
    }

    /** Whether the JVM granted instrumentation by the manifest of the application's jar: no attaching is needed. */
    public static boolean isGranted() {
        return LauncherAgent.instrumentation() != null;
    }

    /** Null when no agent is installed. */
    static Installation installation() {
        return installation;
    }

    private static Snapshot notInstalled() {
        return new Snapshot(
                Status.NOT_INSTALLED,
                reason,
                null,
                null,
                null,
                null,
                Memory.PROCESS.read(),
                null,
                null,
                List.of(),
                List.of());
    }
}
