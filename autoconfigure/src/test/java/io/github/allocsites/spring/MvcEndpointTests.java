// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

class MvcEndpointTests extends WebEndpointContract {
    MvcEndpointTests() {
        super(WebApplicationType.SERVLET);
    }

    @Test
    void shouldBeServedByMvc() {
        assertThat(hasBean("dispatcherServlet")).isTrue();
        assertThat(hasBean("webHandler")).isFalse();
    }
}
