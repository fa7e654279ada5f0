// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint, where the application exposes it. */
@AutoConfiguration(after = AllocSitesAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(AllocationSource.class)
class AllocSitesEndpointAutoConfiguration {
    static final String WEB_EXTENSION = "allocsitesEndpointWebExtension";
    static final String JMX_EXTENSION = "allocsitesEndpointJmxExtension";

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    AllocSitesEndpoint allocsitesEndpoint(AllocationSource source) {
        return new AllocSitesEndpoint(source);
    }

    @Bean(WEB_EXTENSION)
    @ConditionalOnMissingBean
    @ConditionalOnBean(AllocSitesEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
    AllocSitesEndpointWebExtension allocsitesEndpointWebExtension(
            AllocSitesEndpoint endpoint,
            ObjectProvider<PathMapper> paths,
            ObjectProvider<EndpointAccessResolver> access) {
        ReportPage page = ReportPage.of(paths.orderedStream().toList(), access.getIfAvailable());
        return new AllocSitesEndpointWebExtension(endpoint, page);
    }

    @Bean(JMX_EXTENSION)
    @ConditionalOnMissingBean
    @ConditionalOnBean(AllocSitesEndpoint.class)
    @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.JMX)
    AllocSitesEndpointJmxExtension allocsitesEndpointJmxExtension(AllocSitesEndpoint endpoint) {
        return new AllocSitesEndpointJmxExtension(endpoint);
    }
}
