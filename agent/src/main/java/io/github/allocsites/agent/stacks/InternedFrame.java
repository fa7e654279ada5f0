// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import io.github.allocsites.report.Frame;
import io.github.allocsites.report.SiteId;

/**
 * One place in a stack, as text. Holds no class.
 *
 * @param id equal for equal class, method, descriptor and line
 */
record InternedFrame(long id, String className, String method, String descriptor, String file, int line) {

    boolean is(String className, String method, String descriptor) {
        return this.className.equals(className) && this.method.equals(method) && this.descriptor.equals(descriptor);
    }

    Frame text() {
        return new Frame(SiteId.normalise(className), method, file, line > 0 ? line : null);
    }
}
