// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.TypedNames;

/** Names types that are known only at run time as the report does. Runs inside hooks. Stateless. */
final class RunTimeTypes implements TypedNames {
    @Override
    public String name(Class<?> type) {
        return SiteId.normalise(type.getTypeName());
    }

    @Override
    public long id(Probe place, String typeName) {
        ProbeMethod method = place.method();
        return SiteId.of(method.className(), method.name(), method.descriptor(), place.line(), typeName);
    }
}
