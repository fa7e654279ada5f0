// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.allocsites.report.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class AllocSitesReadyListenerTests {
    private final FakeSource source = FakeSource.recording();

    @Test
    void shouldTellTheAgentAndSayWhatIsRecorded(CapturedOutput output) {
        run(WebApplicationType.NONE);
        assertThat(source.readies).isEqualTo(1);
        assertThat(output)
                .containsOnlyOnce("allocsites counts every allocation, those of the JDK included")
                .contains("8 frames in 65536 buckets")
                .doesNotContain("exposure");
    }

    @Test
    void shouldNameThePropertyThatExposesTheEndpoint(CapturedOutput output) {
        run(WebApplicationType.SERVLET);
        assertThat(output).containsOnlyOnce("management.endpoints.web.exposure.include=health,allocsites");
    }

    @Test
    void shouldKeepWhatIsExposedAlready(CapturedOutput output) {
        run(WebApplicationType.SERVLET, "--management.endpoints.web.exposure.include=info,prometheus");
        assertThat(output).containsOnlyOnce("management.endpoints.web.exposure.include=info,prometheus,allocsites");
    }

    @Test
    void shouldNotNameThePropertyWhenTheEndpointIsExposed(CapturedOutput output) {
        run(WebApplicationType.SERVLET, "--management.endpoints.web.exposure.include=*");
        assertThat(output).contains("allocsites counts every allocation").doesNotContain("exposure");
    }

    @Test
    void shouldSayWhyNothingIsRecorded(CapturedOutput output) {
        source.status = Status.NOT_INSTALLED;
        source.reason = "no attach in this test";
        run(WebApplicationType.NONE);
        assertThat(output).containsOnlyOnce("allocsites counts nothing: no attach in this test.");
    }

    @Test
    void shouldInstallOnAThreadOfItsOwnWhatWasPostponed(CapturedOutput output) throws Exception {
        postpone(Status.RECORDING);
        run(WebApplicationType.NONE);
        assertThat(source.installed.await(10, TimeUnit.SECONDS)).isTrue();
        source.readyThread.join();
        assertThat(source.readyThread.getName()).isEqualTo("allocsites-install");
        assertThat(source.readyThread.isDaemon()).isTrue();
        assertThat(output).containsOnlyOnce("allocsites counts every allocation");
    }

    @Test
    void shouldWarnWithTheRemediesWhenAPostponedInstallationFails(CapturedOutput output) throws Exception {
        postpone(Status.NOT_INSTALLED);
        run(WebApplicationType.NONE);
        assertThat(source.installed.await(10, TimeUnit.SECONDS)).isTrue();
        source.readyThread.join();
        assertThat(output).containsOnlyOnce("WARN").contains("no attach in this test", "-javaagent");
    }

    @Test
    void shouldStopTheApplicationWhenTheAgentIsRequiredAndAPostponedInstallationFails(CapturedOutput output) {
        postpone(Status.NOT_INSTALLED);
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.refresh();
            AllocSitesReadyListener listener = new AllocSitesReadyListener(source, true, context);
            SpringApplication application = new SpringApplication();
            ApplicationReadyEvent event = new ApplicationReadyEvent(application, new String[0], context, Duration.ZERO);
            assertThatExceptionOfType(AgentRequiredException.class)
                    .isThrownBy(() -> listener.onApplicationEvent(event))
                    .withMessage("no attach in this test");
        }
        assertThat(output).doesNotContain("WARN");
    }

    private void postpone(Status afterwards) {
        source.status = Status.NOT_INSTALLED;
        source.reason = "no attach in this test";
        source.postponed = true;
        source.statusAfterInstall = afterwards;
    }

    @Test
    void shouldIgnoreTheEventsOfChildContexts(CapturedOutput output) {
        SpringApplicationBuilder parent = application(WebApplicationType.NONE);
        parent.child(Plain.class)
                .web(WebApplicationType.NONE)
                .run("--allocsites.agent.attach=never")
                .close();
        parent.context().close();
        assertThat(source.readies).isEqualTo(1);
        assertThat(output).containsOnlyOnce("allocsites counts every allocation");
    }

    private void run(WebApplicationType type, String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--allocsites.agent.attach=never";
        all[arguments.length + 1] = "--server.port=0";
        application(type).run(all).close();
    }

    private SpringApplicationBuilder application(WebApplicationType type) {
        return new SpringApplicationBuilder(type == WebApplicationType.NONE ? Empty.class : Web.class)
                .web(type)
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("allocsitesSource", AllocationSource.class, () -> source));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AllocSitesAutoConfiguration.class)
    static class Empty {}

    @Configuration(proxyBeanMethods = false)
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Web {}
}
