// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

import io.github.allocsites.report.Site;
import io.github.allocsites.report.Status;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

class JmxEndpointTests {
    private static final Site SITE = FakeSource.site("com.acme.A", "one", 1, "byte[]", 1, 600);
    private static final String TEXT = String.class.getName();
    private static final String[] TEXTS = Collections.nCopies(7, TEXT).toArray(new String[0]);

    private final FakeSource source = FakeSource.recording(SITE);
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private ConfigurableApplicationContext application;

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void shouldAnswerWithTheNamesOfTheJson() throws Exception {
        start();
        Map<?, ?> body = (Map<?, ?>) invoke("sites", new Object[] {null, null, null, null, "site", null, null}, TEXTS);
        assertThat(body.get("format")).isEqualTo(1);
        assertThat(body.get("since")).isEqualTo("2026-11-23T05:00:00Z");
        assertThat(body.get("elapsed")).isEqualTo("PT12.3S");
        assertThat(body.get("groupBy")).isEqualTo("site");
        Map<?, ?> row = (Map<?, ?>) ((List<?>) body.get("sites")).get(0);
        assertThat(row.get("id")).isEqualTo(SITE.id());
        assertThat(((Map<?, ?>) body.get("totals")).get("count")).hasToString("1");
    }

    @Test
    void shouldSayWhatIsAllowedWhenAParameterIsWrong() {
        start();
        assertThatException()
                .isThrownBy(() -> invoke("sites", new Object[] {"0", null, null, null, null, null, null}, TEXTS))
                .havingRootCause()
                .withMessageContainingAll("limit", "0", "1..100000");
    }

    @Test
    void shouldResetWhenAccessIsUnrestricted() throws Exception {
        start("--management.endpoint.allocsites.access=unrestricted");
        invoke("reset", new Object[0], new String[0]);
        assertThat(source.resets).isEqualTo(1);
    }

    @Test
    void shouldReadTheTimeAskedFor() throws Exception {
        source.part = FakeSource.snapshot(new Site[0]);
        start();
        Object[] window = {null, null, null, null, null, "7", null};
        Object[] sinceMark = {null, null, null, null, null, null, FakeSource.MARK.id()};
        assertThat(((Map<?, ?>) invoke("sites", window, TEXTS)).get("matched")).hasToString("0");
        assertThat(source.windowSeconds).isEqualTo(7);
        assertThat(((Map<?, ?>) invoke("sites", sinceMark, TEXTS)).get("matched"))
                .hasToString("0");
    }

    @Test
    void shouldActWhenAccessIsUnrestricted() throws Exception {
        start("--management.endpoint.allocsites.access=unrestricted");
        assertThat(act("mark")).isEqualTo(Map.of("mark", "89abcdef", "since", "2026-11-23T05:00:10Z"));
        assertThat(act("pause")).isEqualTo(Map.of("status", "PAUSED"));
        assertThat(act("resume")).isEqualTo(Map.of("status", "RECORDING"));
        assertThatException()
                .isThrownBy(() -> act("stop"))
                .havingRootCause()
                .withMessageContainingAll("action", "stop", "mark, pause, resume");
    }

    @Test
    void shouldNotActWhenAccessIsReadOnly() {
        start();
        assertThatException().isThrownBy(() -> act("pause"));
        assertThat(source.status).isEqualTo(Status.RECORDING);
    }

    private Object act(String action) throws Exception {
        return invoke("act", new Object[] {action}, new String[] {TEXT});
    }

    private Object invoke(String operation, Object[] arguments, String[] signature) throws Exception {
        ObjectName name = new ObjectName("org.springframework.boot:type=Endpoint,name=Allocsites");
        return server.invoke(name, operation, arguments, signature);
    }

    private void start(String... arguments) {
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "allocsites.agent.attach=never",
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=allocsites")
                .initializers(context -> ((GenericApplicationContext) context)
                        .registerBean("allocsitesSource", AllocationSource.class, () -> source))
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
