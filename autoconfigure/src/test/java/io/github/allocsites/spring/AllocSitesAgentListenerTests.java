// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.allocsites.agent.InstrumentWhen;
import io.github.allocsites.agent.Options;
import io.github.allocsites.report.InstalledBy;
import io.github.allocsites.report.Status;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.Ordered;
import org.springframework.core.env.StandardEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class AllocSitesAgentListenerTests {
    private final FakeSource source = new FakeSource();
    private final AllocSitesAgentListener listener = new AllocSitesAgentListener(source, new AtomicReference<>());

    @AfterEach
    void clearProcessing() {
        System.clearProperty("spring.aot.processing");
    }

    @Test
    void shouldInstallWithTheOptionsOfTheApplication(CapturedOutput output) {
        prepare("allocsites.table.buckets=128");
        assertThat(source.installs).isEqualTo(1);
        assertThat(source.installedBy).isEqualTo(InstalledBy.SELF_ATTACH);
        assertThat(source.options).isEqualTo(Options.of(Map.of("table.buckets", "128")));
        assertThat(source.starts).isEqualTo(1);
        assertThat(output).doesNotContain("allocsites");
    }

    @Test
    void shouldSayInOneLineThatAValueWasClamped(CapturedOutput output) {
        prepare("allocsites.table.buckets=5");
        assertThat(source.options.tableBuckets()).isEqualTo(64);
        assertThat(output).containsOnlyOnce("allocsites.table.buckets=5").containsOnlyOnce("INFO");
    }

    @Test
    void shouldComeAfterConfigurationFilesAndLogging() {
        assertThat(listener.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE + 21);
    }

    @Test
    void shouldDoNothingWhenDisabled() {
        prepare("allocsites.enabled=false", "allocsites.stacks.depth=none of your business");
        assertThat(source.installs).isZero();
    }

    @Test
    void shouldDoNothingWhileTheBuildProcessesTheApplication() {
        System.setProperty("spring.aot.processing", "true");
        prepare();
        assertThat(source.installs).isZero();
    }

    @Test
    void shouldInstallOnceWhenThereAreSeveralApplications(CapturedOutput output) {
        prepare("allocsites.stacks.depth=4");
        prepare("allocsites.stacks.depth=4");
        assertThat(source.installs).isEqualTo(1);
        assertThat(output).doesNotContain("allocsites");
    }

    @Test
    void shouldNeitherWarnNorFailWhenInstallationIsPostponed(CapturedOutput output) {
        source.postpones = true;
        prepare(
                "allocsites.instrument.when=ready",
                "allocsites.agent.required=true",
                "allocsites.app-packages=com.acme");
        assertThat(source.options.instrumentWhen()).isEqualTo(InstrumentWhen.READY);
        assertThat(source.application).containsExactly("com.acme");
        assertThat(output).doesNotContain("allocsites");
    }

    @Test
    void shouldNameTheMomentInForceWhenAnotherIsAsked(CapturedOutput output) {
        source.status = Status.RECORDING;
        source.options = Options.defaults();
        prepare("allocsites.instrument.when=READY");
        assertThat(output).containsOnlyOnce("allocsites.instrument.when is startup, not ready");
    }

    @Test
    void shouldNotAttachWhenToldNeverTo(CapturedOutput output) {
        prepare("allocsites.agent.attach=never");
        assertThat(source.installs).isZero();
        assertThat(output).doesNotContain("allocsites");
    }

    @Test
    void shouldInstallWithoutAttachingWhatTheJvmGranted() {
        source.granted = true;
        prepare("allocsites.agent.attach=never");
        assertThat(source.installs).isEqualTo(1);
    }

    @Test
    void shouldWarnOnceWithTheRemediesWhenInstallationFails(CapturedOutput output) {
        source.statusAfterInstall = Status.NOT_INSTALLED;
        prepare();
        prepare();
        assertThat(source.installs).isEqualTo(1);
        assertThat(output)
                .containsOnlyOnce("no attach in this test")
                .containsOnlyOnce("WARN")
                .contains("-javaagent:allocsites-agent.jar")
                .contains("-XX:+EnableDynamicAgentLoading")
                .contains("jdk.attach")
                .contains("allocsites.enabled=false");
    }

    @Test
    void shouldStartTheApplicationWhateverInstallationThrows(CapturedOutput output) {
        source.installFailure = new IllegalStateException("broken beyond words");
        prepare();
        assertThat(output).containsOnlyOnce("broken beyond words");
    }

    @Test
    void shouldFailWithoutWarningWhenTheAgentIsRequired(CapturedOutput output) {
        source.statusAfterInstall = Status.NOT_INSTALLED;
        assertThatExceptionOfType(AgentRequiredException.class)
                .isThrownBy(() -> prepare("allocsites.agent.required=true"))
                .withMessage("no attach in this test");
        assertThatExceptionOfType(AgentRequiredException.class)
                .isThrownBy(() -> prepare("allocsites.agent.required=true"));
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void shouldFailWhenTheAgentIsRequiredAndMayNotBeAttached() {
        assertThatExceptionOfType(AgentRequiredException.class)
                .isThrownBy(() -> prepare("allocsites.agent.required=true", "allocsites.agent.attach=never"));
        assertThat(source.installs).isZero();
    }

    @Test
    void shouldNameBothValuesWhenOtherOptionsAreInForce(CapturedOutput output) {
        source.status = Status.RECORDING;
        source.options = Options.of(Map.of("table.buckets", "4096", "stacks.depth", "16"));
        prepare("allocsites.table.buckets=128", "allocsites.instrument.exclude[0]=com.acme");
        assertThat(source.installs).isZero();
        assertThat(source.starts).isEqualTo(1);
        assertThat(output)
                .containsOnlyOnce("WARN")
                .contains("allocsites.table.buckets is 4096, not 128")
                .contains("allocsites.instrument.exclude is [], not [com.acme]")
                .doesNotContain("stacks.depth");
    }

    @Test
    void shouldNameStacksAndPackagesInForce(CapturedOutput output) {
        source.status = Status.RECORDING;
        source.options = Options.of(Map.of("stacks.interval", "1MB", "app-packages", "org.other"));
        prepare("allocsites.stacks.interval=off", "allocsites.app-packages=com.acme,com.shop");
        assertThat(output)
                .containsOnlyOnce("WARN")
                .contains("allocsites.stacks.interval is 1048576B, not off")
                .contains("allocsites.app-packages is [org.other], not [com.acme, com.shop]");
    }

    @Test
    void shouldTellPackagesToAnAgentThatWasNotToldAny(CapturedOutput output) {
        source.status = Status.RECORDING;
        source.options = Options.defaults();
        prepare("allocsites.app-packages=com.acme,com.shop");
        assertThat(source.application).containsExactly("com.acme", "com.shop");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void shouldSayNothingWhenTheOptionsInForceAreThoseAskedFor(CapturedOutput output) {
        source.status = Status.RECORDING;
        source.options = Options.of(Map.of("table.buckets", "4096"));
        prepare("allocsites.table.buckets=4096");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void shouldStopTheApplicationWhenAPropertyIsWrong() {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> prepare("allocsites.table.buckets=many"));
        assertThat(source.installs).isZero();
    }

    private void prepare(String... properties) {
        StandardEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(properties).applyTo(environment);
        listener.onApplicationEvent(
                new ApplicationEnvironmentPreparedEvent(null, new SpringApplication(), new String[0], environment));
    }
}
