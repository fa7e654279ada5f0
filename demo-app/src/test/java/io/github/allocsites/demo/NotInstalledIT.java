// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications whose JVM does not let the agent in, and what they do about it. */
final class NotInstalledIT {
    private static final String REPORT = "/actuator/allocsites";
    private static final String US = "io.github.allocsites.spring.";

    /** What runtimes that were made for an application usually have: no tools, so no jdk.attach. */
    private static final String MODULES = "java.se,jdk.unsupported,jdk.management,jdk.crypto.ec,jdk.zipfs,jdk.net";

    static List<Jdk> jdks() {
        return Jdk.all();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldRunWithoutCountingWhenTheJvmRefusesAgents(Jdk jdk) throws Exception {
        try (Demo demo = DemoJar.on(jdk).flags("-XX:+DisableAttachMechanism").start()) {
            checkNotInstalled(demo, "the JVM does not allow agents to attach");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldRunWithoutCountingWhenTheRuntimeCannotAttach(Jdk jdk) throws Exception {
        try (Demo demo = DemoJar.on(jdk).flags("--limit-modules", MODULES).start()) {
            checkNotInstalled(demo, "this Java runtime has no jdk.attach module");
        }
    }

    @Test
    void shouldNotWarnWhenTheJvmIsNotToBeAttachedTo() throws Exception {
        try (Demo demo = DemoJar.on(jdks().get(0))
                .properties("allocsites.agent.attach=never")
                .start()) {
            assertThat(demo.logged("WARN", US)).isEmpty();
            checkAnswers(demo, "the agent was not asked for");
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void shouldNotStartWithoutTheAgentWhenItIsRequired(Jdk jdk) throws Exception {
        Demo demo = DemoJar.on(jdk)
                .flags("-XX:+DisableAttachMechanism")
                .properties("allocsites.agent.required=true")
                .startInVain();

        assertThat(demo.exitCode()).isEqualTo(1);
        assertThat(demo.out())
                .containsSubsequence(
                        "APPLICATION FAILED TO START",
                        "Description:",
                        "allocsites.agent.required is true",
                        "the JVM does not allow agents to attach",
                        "Action:",
                        "-javaagent:allocsites-agent.jar",
                        "allocsites.agent.required=false")
                .doesNotContain("Tomcat started");
        assertThat(demo.err()).isEmpty();
    }

    private static void checkNotInstalled(Demo demo, String reason) throws Exception {
        assertThat(demo.logged("WARN", US))
                .singleElement()
                .asString()
                .contains(
                        reason,
                        "-javaagent:allocsites-agent.jar",
                        "-XX:+EnableDynamicAgentLoading",
                        "jdk.attach",
                        "allocsites.enabled=false");
        assertThat(demo.err()).isEmpty();
        checkAnswers(demo, reason);
    }

    /** The application works, the endpoint says why nothing is counted, no meter says that nothing was allocated. */
    private static void checkAnswers(Demo demo, String reason) throws Exception {
        demo.visit(1);

        Answer report = Answer.of(demo.json(REPORT));
        assertThat(report.text("/status")).isEqualTo("NOT_INSTALLED");
        assertThat(report.text("/reason")).contains(reason);
        for (String part : List.of("/installedBy", "/since", "/totals", "/table", "/agent")) {
            assertThat(report.isNull(part)).as(part).isTrue();
        }
        assertThat(report.rows()).isEmpty();
        assertThat(report.number("/memory/heapUsedBytes")).isPositive();

        Scrape scrape = Scrape.of(demo.get("/actuator/prometheus").body());
        assertThat(scrape.hasCounters()).isFalse();
        assertThat(scrape.value("allocsites_recording")).isZero();
        assertThat(scrape.value("allocsites_agent_info")).isEqualTo(1);
        assertThat(scrape.samples().keySet())
                .filteredOn(series -> series.startsWith("allocsites_agent_info"))
                .allMatch(
                        series -> series.contains("installed_by=\"NOT_INSTALLED\"") && series.contains("version=\"0."));
        assertThat(scrape.value("allocsites_heap_used_bytes")).isPositive();
    }
}
