// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import org.springframework.boot.WebApplicationType;

class MvcPageTests extends WebPageContract {
    MvcPageTests() {
        super(WebApplicationType.SERVLET);
    }
}
