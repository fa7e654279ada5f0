// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes agents of workloads: a jar of nothing but a manifest, because the class is on the program's class path. */
final class AgentJar {
    private AgentJar() {}

    static Path of(Class<?> agent) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", agent.getName());
        attributes.putValue("Agent-Class", agent.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        Path jar = Files.createTempFile("agent", ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream ending = new JarOutputStream(out, manifest)) {
            ending.finish();
        }
        return jar;
    }
}
