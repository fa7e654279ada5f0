// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.LaterAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hooks stay in the JDK's classes whatever another agent does with them that comes later, when no transformer of ours
 * is capable of retransformation.
 */
final class LaterAgentIT {
    static List<Arguments> runs() {
        List<Arguments> all = new ArrayList<>();
        for (Jdk jdk : Jdk.all()) {
            for (String what : List.of("retransform", "redefine")) {
                all.add(Arguments.of(jdk, what));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactlyBeforeAndAfter(Jdk jdk, String what) throws Exception {
        Program.Outcome outcome = program(jdk, what).run();

        assertExact(outcome, what);
        assertThat(outcome.out()).contains("capable=false");
        assertThat(outcome.err()).isEmpty();
    }

    /** Which may have changed any class before us, by whatever means. */
    @ParameterizedTest
    @MethodSource("runs")
    void shouldBeCapableOfRetransformationWhereAnotherAgentIsNamed(Jdk jdk, String what) throws Exception {
        String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:0";
        Program.Outcome byFlag = program(jdk, what).with(debugger).run();
        Program.Outcome byEnvironment =
                program(jdk, what).environment("JAVA_TOOL_OPTIONS", debugger).run();

        assertExact(byFlag, what);
        assertExact(byEnvironment, what);
        assertThat(byFlag.out()).contains("capable=true");
        assertThat(byEnvironment.out()).contains("capable=true");
    }

    private static Program program(Jdk jdk, String what) throws IOException {
        Program program = Program.of(jdk, LaterAgent.class)
                .agent("")
                .with("-Djdk.attach.allowAttachSelf=true")
                .arguments(AgentJar.of(LaterAgent.class), what);
        return jdk.feature() < 21 ? program : program.with("-XX:+EnableDynamicAgentLoading");
    }

    private static void assertExact(Program.Outcome outcome, String what) {
        assertThat(outcome.out()).contains("did=" + what, "skipped.same=true");
        for (String when : List.of("before", "after")) {
            assertThat(outcome.number(when + ".entries")).isEqualTo(LaterAgent.EVENTS);
            assertThat(outcome.number(when + ".own")).isEqualTo(LaterAgent.EVENTS);
        }
    }
}
