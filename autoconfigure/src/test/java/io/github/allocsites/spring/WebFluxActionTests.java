// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.boot.WebApplicationType;

class WebFluxActionTests extends WebActionContract {
    WebFluxActionTests() {
        super(WebApplicationType.REACTIVE);
    }
}
