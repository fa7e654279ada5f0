// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.Options;
import io.github.allocsites.agent.instrument.Calls;
import io.github.allocsites.report.InstalledBy;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * Installs the agent into this process. Refers to no class of table-core: these exist only once this has defined them.
 */
public final class Installer {
    private static final String MARK = "io.github.allocsites.table.Recording";

    private Installer() {}

    /**
     * Installs the agent.
     *
     * @param phase how far the application is
     * @throws InstallationException when it cannot be; nothing is instrumented then
     */
    public static Installation install(
            Instrumentation instrumentation, Options options, InstalledBy installedBy, Phase phase)
            throws InstallationException {
        String unsupported = JvmFacts.unsupported();
        if (unsupported != null) {
            throw new InstallationException(unsupported);
        }
        if (present()) {
            throw new InstallationException("another copy of the agent is at work in this process");
        }
        DiagnosticCommands commands = DiagnosticCommands.of(instrumentation);
        boolean alone = phase == Phase.BEFORE_MAIN
                && instrumentation.isRedefineClassesSupported()
                && new CommandLine(commands.run("VM.command_line")).namesOneAgent();
        boolean late = installedBy == InstalledBy.JAVAAGENT && !alone;
        Instrumentation last = late ? LateEnvironment.of(instrumentation) : instrumentation;
        JvmFacts facts = JvmFacts.of(last, alone);
        Object shim = defineClasses(last, facts);
        new CompilerDirectives(commands).leaveTransformerToC1();
        return Installation.start(last, options, installedBy, facts, calls(phase, commands), shim);
    }

    private static Calls calls(Phase phase, DiagnosticCommands commands) {
        return phase == Phase.RUNNING ? Calls.whileItRuns(new CompiledClasses(commands)) : Calls.whileItWaits();
    }

    private static boolean present() {
        try {
            Class.forName(MARK, false, null);
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static Object defineClasses(Instrumentation instrumentation, JvmFacts facts) throws InstallationException {
        try {
            BootClasses boot = new BootClasses(instrumentation);
            boot.defineAll();
            Class<?> shim = boot.define(ShimFactory.NAME, ShimFactory.make(facts.featureVersion()));
            return shim.getConstructor().newInstance();
        } catch (IOException | ReflectiveOperationException | RuntimeException | LinkageError failed) {
            throw new InstallationException("the bootstrap classes could not be defined: " + failed, failed);
        }
    }
}
