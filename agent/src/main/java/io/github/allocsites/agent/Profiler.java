// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import io.github.allocsites.agent.install.Installation;
import io.github.allocsites.agent.install.Measurement;

/**
 * Measures a piece of code exactly:
 *
 * <pre>{@code
 * Profiler profiler = Profiler.start(Profiler.Scope.THREAD);
 * mapper.toDto(order);
 * Profile profile = profiler.stop();
 * }</pre>
 *
 * <p>Profilers may overlap; each is for one thread to start and stop.
 */
public final class Profiler {
    private final Thread thread = Thread.currentThread();
    private final Measurement measurement;

    /** Whose allocations are measured. */
    public enum Scope {
        /** Those of every thread. */
        PROCESS,
        /** Those of the platform thread that calls. */
        THREAD
    }

    private Profiler(Measurement measurement) {
        this.measurement = measurement;
    }

    /**
     * Starts measuring.
     *
     * @throws IllegalStateException when no agent is installed, or when this thread's own allocations are not known:
     * it is a virtual thread, which counts on whatever carrier runs it, or the bound of the agent's memory was reached
     */
    public static Profiler start(Scope scope) {
        Installation installation = AllocSites.installation();
        if (installation == null) {
            throw new IllegalStateException("nothing is recorded: " + AllocSites.reason());
        }
        return new Profiler(installation.measure(scope == Scope.THREAD));
    }

    /**
     * What was allocated since the start. May be called again: later results include earlier ones.
     *
     * @throws IllegalStateException when called by another thread than the one that started
     */
    public Profile stop() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("started by " + thread.getName() + ", which must also stop");
        }
        return measurement.read();
    }
}
