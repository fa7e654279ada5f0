// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent;

import java.util.Locale;

/** When classes are instrumented. */
public enum InstrumentWhen {
    /** When the agent comes into the process: what start-up allocates is counted. */
    STARTUP,
    /** Once the application is ready: start-up takes as long as without the agent, and is not counted. */
    READY;

    /** As options name it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
