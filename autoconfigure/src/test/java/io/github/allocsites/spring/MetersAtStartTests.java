// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static io.github.allocsites.spring.FakeSource.site;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.spring.AllocSitesProperties.Metrics;
import io.github.allocsites.spring.AllocSitesProperties.SiteLabel;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class MetersAtStartTests {
    private final FakeSource source = FakeSource.recording(site("com.acme.A", "one", 1, "byte[]", 1, 600));
    private final AllocSitesMetrics metrics = new AllocSitesMetrics(source, new Metrics(true, 2, SiteLabel.METHOD));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldLeaveTheStartAlone() {
        metrics.bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();
        assertThat(source.lifetimes).isZero();
    }

    @Test
    void shouldHavePublishedWhenTheApplicationIsReady() {
        metrics.bindTo(registry);
        start(arguments -> {});
        assertThat(registry.get("allocsites.site.allocated").functionCounter().count())
                .isEqualTo(600);
    }

    @Test
    void shouldNotWaitForRunners() {
        metrics.bindTo(registry);
        AtomicReference<List<Meter>> found = new AtomicReference<>(List.of());
        start(arguments -> {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().equals("allocsites-meters")) {
                    thread.join();
                }
            }
            found.set(registry.getMeters());
        });
        assertThat(found.get()).isNotEmpty();
    }

    @Test
    void shouldServeARegistryThatComesLater() {
        start(arguments -> {});
        metrics.bindTo(registry);
        assertThat(registry.get("allocsites.allocated").functionCounter().count())
                .isEqualTo(600);
    }

    @Test
    void shouldServeOthersWhenARegistryRefuses(CapturedOutput output) {
        SimpleMeterRegistry refusing = new SimpleMeterRegistry();
        refusing.config().meterFilter(new Refusing());
        metrics.bindTo(refusing);
        metrics.bindTo(registry);
        start(arguments -> {});
        assertThat(output)
                .containsOnlyOnce("meters are missing, because a registry refused them")
                .contains("no such meters here");
        assertThat(registry.get("allocsites.allocated").functionCounter().count())
                .isEqualTo(600);
    }

    private void start(ApplicationRunner runner) {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.addListeners(metrics);
        application.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(ApplicationRunner.class, () -> runner));
        application.run("--allocsites.enabled=false").close();
    }

    @Configuration
    static class Empty {}

    private static final class Refusing implements MeterFilter {
        @Override
        public MeterFilterReply accept(Meter.Id id) {
            throw new IllegalStateException("no such meters here");
        }
    }
}
