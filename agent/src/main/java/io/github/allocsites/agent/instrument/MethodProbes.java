// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import net.bytebuddy.jar.asm.Type;

/** Hands out the probes of one method. */
final class MethodProbes {
    private final ProbeRegistry registry;
    private final ProbeMethod method;
    private final int loader;

    MethodProbes(ProbeRegistry registry, ProbeMethod method, int loader) {
        this.registry = registry;
        this.method = method;
        this.loader = loader;
    }

    int object(int line, String internalName) {
        return probe(line, internalName.replace('/', '.'), Probe.SIZE_UNKNOWN);
    }

    int fixed(int line, String descriptor, int bytes) {
        return probe(line, typeName(descriptor), bytes);
    }

    int varying(int line, String descriptor) {
        return probe(line, typeName(descriptor), Probe.SIZE_VARIES);
    }

    private static String typeName(String descriptor) {
        return Type.getType(descriptor).getClassName();
    }

    private int probe(int line, String type, int sizeBytes) {
        long id = SiteId.of(method.className(), method.name(), method.descriptor(), line, type);
        return registry.probe(id, method, line, type, sizeBytes, loader);
    }
}
