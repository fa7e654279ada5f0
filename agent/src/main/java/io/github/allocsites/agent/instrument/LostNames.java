// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import java.util.HashMap;
import java.util.Map;

/**
 * The parameter names that a class loses when it is retransformed; none from JDK 19 on. Thread-safe.
 *
 * <p>While we retransform many classes ourselves, their files were read already, and what was found there is kept here
 * until {@link #forget}. For another agent's retransformation a file is read when it is needed.
 */
public final class LostNames {
    private final boolean lost;
    private Map<Class<?>, ParameterNames> found;

    /** For a JVM of that feature version. */
    public LostNames(int featureVersion) {
        this.lost = featureVersion < 19;
    }

    /** Remembers what the file of a class says; null when it could not be read. */
    synchronized void remember(Class<?> type, byte[] file) {
        if (lost) {
            found = found == null ? new HashMap<>() : found;
            found.put(type, file == null ? ParameterNames.NONE : ParameterNames.of(file));
        }
    }

    synchronized void forget() {
        found = null;
    }

    /** What a class is about to lose. */
    ParameterNames of(Class<?> type) {
        if (!lost) {
            return ParameterNames.NONE;
        }
        ParameterNames known = known(type);
        if (known != null) {
            return known;
        }
        byte[] file = ClassFiles.of(type);
        return file == null ? ParameterNames.NONE : ParameterNames.of(file);
    }

    private synchronized ParameterNames known(Class<?> type) {
        return found == null ? null : found.get(type);
    }
}
