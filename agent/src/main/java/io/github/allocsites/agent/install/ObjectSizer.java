// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.table.Sizer;
import java.lang.instrument.Instrumentation;

/** What the JVM says. A class, because a lambda would be linked at its first use, inside a hook. */
final class ObjectSizer implements Sizer {
    private final Instrumentation instrumentation;

    ObjectSizer(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    @Override
    public long bytes(Object object) {
        return instrumentation.getObjectSize(object);
    }
}
