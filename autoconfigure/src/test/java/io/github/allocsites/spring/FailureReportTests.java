// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What is printed when an application cannot start because of us. */
@ExtendWith(OutputCaptureExtension.class)
class FailureReportTests {

    @Test
    void shouldNamePropertyAndReasonWhenOutOfRange(CapturedOutput output) {
        fail("--allocsites.stacks.depth=99");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Invalid value '99' for configuration property 'allocsites.stacks.depth'")
                .contains("1..64");
    }

    @Test
    void shouldNamePropertyAndReasonWhenNotANumber(CapturedOutput output) {
        fail("--allocsites.table.buckets=many");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("allocsites.table.buckets")
                .contains("many")
                .contains("Reason:");
    }

    @Test
    void shouldSayWhatToDoWhenTheAgentIsRequired(CapturedOutput output) {
        fail("--allocsites.agent.required=true", "--allocsites.agent.attach=never");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("allocsites.agent.required is true")
                .contains("-javaagent:allocsites-agent.jar")
                .contains("-XX:+EnableDynamicAgentLoading")
                .contains("allocsites.agent.required=false")
                .contains("allocsites.enabled=false");
    }

    private static void fail(String... arguments) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatException().isThrownBy(() -> application.run(arguments).close());
    }

    @Configuration(proxyBeanMethods = false)
    static class Empty {}
}
