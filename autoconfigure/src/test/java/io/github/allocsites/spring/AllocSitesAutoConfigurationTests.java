// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class AllocSitesAutoConfigurationTests {
    private static final String EXPOSED = "management.endpoints.web.exposure.include=allocsites";

    private final FakeSource source = FakeSource.recording();
    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AllocSitesAutoConfiguration.class,
                    AllocSitesEndpointAutoConfiguration.class,
                    AllocSitesMetricsAutoConfiguration.class));
    private final ApplicationContextRunner runner =
            bare.withBean(AllocationSource.class, () -> source).withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void shouldReadThisProcessUnlessToldOtherwise() {
        bare.run(context -> assertThat(context).getBean(AllocationSource.class).isInstanceOf(ProcessAllocations.class));
        runner.run(
                context -> assertThat(context).getBean(AllocationSource.class).isSameAs(source));
    }

    @Test
    void shouldHaveNoBeanWhenDisabled() {
        bare.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("allocsites.enabled=false", EXPOSED)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(AllocationSource.class)
                        .doesNotHaveBean(AllocSitesReadyListener.class)
                        .doesNotHaveBean(AllocSitesEndpoint.class)
                        .doesNotHaveBean(AllocSitesMetrics.class));
    }

    @Test
    void shouldHaveNoEndpointWhenNotExposed() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(AllocSitesEndpoint.class)
                .doesNotHaveBean(AllocSitesEndpointWebExtension.class));
    }

    @Test
    void shouldHaveEndpointWhenExposed() {
        runner.withPropertyValues(EXPOSED)
                .run(context -> assertThat(context)
                        .hasSingleBean(AllocSitesEndpoint.class)
                        .hasSingleBean(AllocSitesEndpointWebExtension.class)
                        .hasBean(AllocSitesEndpointAutoConfiguration.WEB_EXTENSION));
    }

    @Test
    void shouldHaveEndpointWithoutWebWhenExposedByJmxOnly() {
        runner.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=allocsites")
                .run(context -> assertThat(context)
                        .hasSingleBean(AllocSitesEndpoint.class)
                        .doesNotHaveBean(AllocSitesEndpointWebExtension.class));
    }

    @Test
    void shouldHaveNoEndpointWhenAccessIsDenied() {
        runner.withPropertyValues(EXPOSED, "management.endpoint.allocsites.access=NONE")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(AllocSitesEndpoint.class)
                        .hasSingleBean(AllocSitesMetrics.class));
    }

    @Test
    void shouldBackOffWhenTheApplicationHasItsOwnEndpoint() {
        AllocSitesEndpoint own = new AllocSitesEndpoint(source);
        runner.withPropertyValues(EXPOSED)
                .withBean("own", AllocSitesEndpoint.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(AllocSitesEndpoint.class).isSameAs(own));
    }

    @Test
    void shouldHaveNoEndpointWithoutActuator() {
        runner.withPropertyValues(EXPOSED)
                .withClassLoader(new FilteredClassLoader(Endpoint.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AllocSitesReadyListener.class)
                        .doesNotHaveBean(AllocSitesEndpointAutoConfiguration.WEB_EXTENSION));
    }

    @Test
    void shouldHaveMeters() {
        runner.run(context -> assertThat(context).hasSingleBean(AllocSitesMetrics.class));
    }

    @Test
    void shouldHaveNoMetersWhenTheyAreDisabled() {
        runner.withPropertyValues("allocsites.metrics.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(AllocSitesMetrics.class));
    }

    @Test
    void shouldHaveNoMetersWithoutRegistry() {
        bare.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AllocSitesMetrics.class));
    }

    @Test
    void shouldHaveNoMetersWithoutMicrometer() {
        bare.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AllocationSource.class)
                        .doesNotHaveBean("allocsitesMetrics"));
    }

    @Test
    void shouldBackOffWhenTheApplicationHasItsOwnMeters() {
        AllocSitesMetrics own = new AllocSitesMetrics(
                source, new AllocSitesProperties.Metrics(true, 1, AllocSitesProperties.SiteLabel.LINE));
        runner.withBean("own", AllocSitesMetrics.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(AllocSitesMetrics.class).isSameAs(own));
    }

    @Test
    void shouldFailWhenAPropertyIsWrong() {
        runner.withPropertyValues("allocsites.metrics.sites=1001")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class));
    }

    /** A bean with a name that Boot uses too would stop the application. */
    @Test
    void shouldNameEveryBeanAfterUs() {
        bare.withBean("registry", MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues(EXPOSED)
                .run(context -> assertThat(context.getBeanDefinitionNames())
                        .filteredOn(name -> isOurs(context.getType(name)))
                        .hasSizeGreaterThan(5)
                        .allMatch(name -> name.startsWith("allocsites") || name.contains("io.github.allocsites")));
    }

    private static boolean isOurs(Class<?> type) {
        return type != null && type.getPackage() == AllocSitesMetrics.class.getPackage();
    }
}
