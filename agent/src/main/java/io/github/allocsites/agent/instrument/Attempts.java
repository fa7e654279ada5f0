// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

/**
 * Calls that have the JVM redefine or retransform loaded classes, one at a time. The JVM offers them to the transformer
 * on the calling thread, in their order; what other threads have it change, such as other agents, is none of these.
 */
public final class Attempts {
    private volatile Attempt present;

    /** One call: what was done counts once it succeeds, and whose fault it was can be told when it does not. */
    static final class Attempt {
        private final Thread thread = Thread.currentThread();
        private final InstrumentationLog log = new InstrumentationLog();
        private Class<?> last;

        void offered(Class<?> type) {
            last = type;
        }

        /** The class that was offered last; null for none. */
        Class<?> last() {
            return last;
        }

        InstrumentationLog log() {
            return log;
        }
    }

    Attempt begin() {
        Attempt begun = new Attempt();
        present = begun;
        return begun;
    }

    void end() {
        present = null;
    }

    /** Null when the calling thread makes none. */
    Attempt ofThisThread() {
        Attempt attempt = present;
        return attempt != null && attempt.thread == Thread.currentThread() ? attempt : null;
    }
}
