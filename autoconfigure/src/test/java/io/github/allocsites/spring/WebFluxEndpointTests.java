// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class WebFluxEndpointTests extends WebEndpointContract {
    WebFluxEndpointTests() {
        super(WebApplicationType.REACTIVE);
    }

    @Test
    void shouldBeServedByWebFlux() {
        assertThat(hasBean("webHandler")).isTrue();
        assertThat(hasBean("dispatcherServlet")).isFalse();
    }
}
