// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters, where there is a registry. Its own auto-configuration has another name in each Boot line. */
@AutoConfiguration(
        after = AllocSitesAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({AllocationSource.class, MeterRegistry.class})
@ConditionalOnBooleanProperty(name = "allocsites.metrics.enabled", matchIfMissing = true)
class AllocSitesMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AllocSitesMetrics allocsitesMetrics(AllocationSource source, AllocSitesProperties properties) {
        return new AllocSitesMetrics(source, properties.metrics());
    }
}
