// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.instrument.LoaderNumbers.Numbered;
import io.github.allocsites.report.SiteId;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import net.bytebuddy.jar.asm.Type;

/** Hands out the probes of one method. */
final class MethodProbes {
    private final ProbeRegistry registry;
    private final Numbered loader;
    private final String className;
    private final String name;
    private final String descriptor;
    private final String file;
    private final long inMethod;
    private ProbeMethod method;

    MethodProbes(
            ProbeRegistry registry, Numbered loader, String className, String name, String descriptor, String file) {
        this.registry = registry;
        this.loader = loader;
        this.className = className;
        this.name = name;
        this.descriptor = descriptor;
        this.file = file;
        this.inMethod = SiteId.inMethod(className, name, descriptor);
    }

    int object(int line, String internalName) {
        return probe(line, internalName.replace('/', '.'), Probe.SIZE_UNKNOWN);
    }

    /** Whether a generator put a number into the name. */
    static boolean isGenerated(String internalName) {
        return SiteId.normalise(internalName) != internalName;
    }

    int fixed(int line, String arrayDescriptor, int bytes) {
        return probe(line, typeName(arrayDescriptor), bytes);
    }

    int varying(int line, String arrayDescriptor) {
        return probe(line, typeName(arrayDescriptor), Probe.SIZE_VARIES);
    }

    /** Of what is known only at run time; the declared type stands for it where there are no probes left. */
    int typed(int line, String declared) {
        return probe(line, declared, Probe.SIZE_VARIES);
    }

    /** The loader of the method's class; null for the bootstrap loader. */
    Numbered loader() {
        return loader;
    }

    boolean isHiddenClassRoad() {
        return HiddenClassRoad.is(className.replace('.', '/'), name, descriptor);
    }

    /** Whether lengths of factors are in variables 1 and 3, and the array for their product, or null, in 4. */
    boolean hasFactorsInVariables() {
        return name.equals("multiplyToLen") && descriptor.equals("([II[II[I)[I");
    }

    /** Made for the first new probe alone: generated classes come in any number, with ids that are known. */
    ProbeMethod method() {
        if (method == null) {
            method = registry.method(SiteId.normalise(className), name, descriptor, file);
        }
        return method;
    }

    private static String typeName(String descriptor) {
        return Type.getType(descriptor).getClassName();
    }

    private int probe(int line, String type, int sizeBytes) {
        String normalType = SiteId.normalise(type);
        return registry.probe(SiteId.of(inMethod, line, normalType), this, line, normalType, sizeBytes);
    }
}
