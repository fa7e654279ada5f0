// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/** What endpoint and meters share. Installs nothing: {@link AllocSitesAgentListener} did, or nobody did. */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "allocsites.enabled", matchIfMissing = true)
@EnableConfigurationProperties(AllocSitesProperties.class)
class AllocSitesAutoConfiguration {

    /** Wrong values stop the application here where no listener saw them before. */
    AllocSitesAutoConfiguration(AllocSitesProperties properties) {
        properties.agentOptions();
    }

    @Bean
    @ConditionalOnMissingBean
    AllocationSource allocsitesSource() {
        return new ProcessAllocations();
    }

    @Bean
    AllocSitesReadyListener allocsitesReadyListener(
            AllocationSource source, AllocSitesProperties properties, ApplicationContext context) {
        return new AllocSitesReadyListener(source, properties.agent().required(), context);
    }
}
