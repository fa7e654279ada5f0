// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Instrumentation that comes after every agent the JVM was started with.
 *
 * <p>The JVM asks the transformers for loading agent by agent, in the order of the command line. JaCoCo knows a class
 * by a checksum of the bytes that it is given: with our hooks in them its report finds no data and shows the class as
 * not covered. A transformer that is capable of retransformation would come later, at the price of a copy of each
 * class. So the JVM is asked for one agent more, the way its launcher does it for {@code Launcher-Agent-Class}.
 */
public final class LateEnvironment {
    private static volatile Instrumentation late;

    private LateEnvironment() {}

    /**
     * Called while {@link #of} waits, and by the launcher before the command line's main: nobody asks for what is kept
     * then.
     */
    public static void agentmain(String argument, Instrumentation granted) {
        late = granted;
    }

    /** The one given where the JVM refuses: the order of the command line matters then, and nothing else. */
    static Instrumentation of(Instrumentation given) {
        Class<?> launcher = given.getClass();
        Module us = LateEnvironment.class.getModule();
        try {
            given.redefineModule(
                    launcher.getModule(),
                    Set.of(),
                    Map.of(launcher.getPackageName(), Set.of(us)),
                    Map.of(),
                    Set.of(),
                    Map.of());
            launcher.getMethod("loadAgent", String.class).invoke(null, jar());
        } catch (ReflectiveOperationException | URISyntaxException | RuntimeException | LinkageError refused) {
            return given;
        }
        return late == null ? given : late;
    }

    private static String jar() throws URISyntaxException {
        return Path.of(LateEnvironment.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString();
    }
}
