// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.Attaching;
import io.github.allocsites.workload.Postponing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ways in while the program runs, and what stands in them. */
final class AttachingIT {
    private static final Pattern REDEFINED = Pattern.compile("redefined name=([\\w.$]+)");

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldCountWhatIsLoadedAlready(Jdk jdk) throws Exception {
        Program.Outcome outcome = attached(jdk);

        assertThat(outcome.out()).contains("status=RECORDING", "again=RECORDING", "reason=null");
        assertThat(outcome.number("events")).isEqualTo(1000);
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldKeepParameterNames(Jdk jdk) throws Exception {
        assertThat(attached(jdk).out())
                .contains("names.before=orderNumber pageSize", "names.after=orderNumber pageSize");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldLeaveAClassAloneThatCannotBeRetransformed(Jdk jdk) throws Exception {
        assertThat(attached(jdk).out()).contains("unfit=Unfit", "unfit.skipped=true");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayWhyWhenAttachingIsOff(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Attaching.class)
                .with("-XX:+DisableAttachMechanism")
                .run();

        assertThat(outcome.out())
                .contains("status=NOT_INSTALLED", "the JVM does not allow agents to attach", "unfit=Unfit");
        assertThat(outcome.number("events")).isZero();
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldSayWhyWhenTheRuntimeCannotAttach(Jdk jdk) throws Exception {
        Program.Outcome outcome = Program.of(jdk, Attaching.class)
                .with("--limit-modules", "java.base,java.management,jdk.management,java.instrument")
                .run();

        assertThat(outcome.out()).contains("status=NOT_INSTALLED", "no jdk.attach module");
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldInstrumentNothingUntilTheProgramIsReadyWhenAskedTo(Jdk jdk) throws Exception {
        Program byItself = Program.of(jdk, Postponing.class);
        if (jdk.feature() >= 21) {
            byItself.with("-XX:+EnableDynamicAgentLoading");
        }
        assertPostponed(byItself.run(), "installedBy=SELF_ATTACH");
        assertPostponed(
                Program.of(jdk, Postponing.class).agent("instrument.when=ready").run(), "installedBy=JAVAAGENT");
    }

    /** The JVM's own log is the witness; what it began with is compiled by then. */
    @ParameterizedTest
    @MethodSource("jdks")
    void shouldChangeWhatIsCompiledFirstAndInOneCall(Jdk jdk) throws Exception {
        Path log = Files.createTempFile("allocsites", ".log");
        Program.of(jdk, Postponing.class)
                .with("-Xlog:redefine+class+load,redefine+class+timer:file=" + log)
                .agent("instrument.when=ready")
                .run();

        List<List<String>> calls = calls(Files.readAllLines(log));
        assertThat(calls).hasSizeGreaterThan(2);
        assertThat(calls.get(0)).contains("java.lang.String", "java.util.concurrent.ConcurrentHashMap");
        assertThat(calls).allMatch(call -> call.size() <= 250);
        Files.delete(log);
    }

    /** The classes of each call; the JVM tells how long one took at its end. */
    private static List<List<String>> calls(List<String> log) {
        List<List<String>> calls = new ArrayList<>();
        List<String> call = new ArrayList<>();
        for (String line : log) {
            Matcher redefined = REDEFINED.matcher(line);
            if (redefined.find()) {
                call.add(redefined.group(1));
            } else if (line.contains("vm_op: all=")) {
                calls.add(call);
                call = new ArrayList<>();
            }
        }
        return calls;
    }

    private static void assertPostponed(Program.Outcome outcome, String installedBy) {
        assertThat(outcome.out())
                .contains(
                        "before=NOT_INSTALLED, instrument.when=ready, and the application is not ready yet",
                        "asked=ready",
                        "after=RECORDING, null",
                        "postponed=false",
                        installedBy,
                        "application=true");
        assertThat(outcome.number("events")).isEqualTo(1000);
        assertThat(outcome.err()).isEmpty();
    }

    private static Program.Outcome attached(Jdk jdk) throws Exception {
        Program program = Program.of(jdk, Attaching.class);
        if (jdk.feature() >= 21) {
            program.with("-XX:+EnableDynamicAgentLoading"); // the JVM warns without it, which is not ours to say
        }
        return program.run();
    }
}
