// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.agent.Options;
import io.github.allocsites.agent.TooManyWindowsException;
import io.github.allocsites.report.IllegalQueryException;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Mark;
import io.github.allocsites.report.Snapshot;
import io.github.allocsites.report.Status;
import java.util.List;
import java.util.function.Supplier;

/** What this package needs of the agent. Every method may be called from any thread at any time. */
interface AllocationSource {

    /** Whether the JVM granted instrumentation when it started: to install needs no attaching. */
    boolean isGranted();

    /** Installs the agent, attaching it if need be; does nothing when there is one already. */
    Status install(Options options, InstalledBy installedBy);

    Status status();

    /** Whether installation waits for {@link #ready()}. */
    boolean isPostponed();

    /** Why nothing is counted; null while recording. */
    String reason();

    /** The options in force, or in force from {@link #ready()} on; null when no agent is or will be installed. */
    Options options();

    /** Says which packages are the application's, unless the options say so. */
    void application(List<String> packages);

    /** Says that the application is starting: no stack is captured until {@link #ready()}. */
    void starting();

    /** Says that the application is ready; installs what was postponed, in seconds or, under load, a minute. */
    void ready();

    /** Counts since the last reset. */
    Snapshot snapshot();

    /** Counts since installation: they never decrease. */
    Snapshot lifetime();

    void reset();

    /**
     * Counts of the seconds that begin now: waits for their end, and so must not be called in {@link #ownWork}.
     *
     * @throws TooManyWindowsException when as many windows are open as may be
     */
    Snapshot window(int seconds) throws InterruptedException;

    /**
     * Keeps this moment.
     *
     * @throws IllegalStateException when no agent is installed
     */
    Mark mark();

    /**
     * Counts since a mark.
     *
     * @throws IllegalQueryException when there is no such mark
     */
    Snapshot since(String mark);

    /** Stops recording until {@link #resume()}; says what is the case then. */
    Status pause();

    /** Goes on recording; says what is the case then. */
    Status resume();

    /** Does something whose allocations are not the application's. It must not wait for other threads. */
    <T> T ownWork(Supplier<T> work);
}
