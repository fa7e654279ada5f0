// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.compat.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.compat.other.EverythingAgent;
import io.github.allocsites.compat.workload.Workload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever another agent does with every class of the process, our hooks stay and count exactly. */
final class OtherTransformersIT {

    static List<Arguments> runs() {
        List<Arguments> all = new ArrayList<>();
        for (Arguments run : Order.onEachJdk()) {
            for (String what : List.of("retransform", "remove", "redefine")) {
                all.add(Arguments.of(run.get()[0], run.get()[1], what));
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("runs")
    void shouldCountExactly(Jdk jdk, Order order, String what, @TempDir Path folder) throws Exception {
        Program.Outcome outcome = order.with(Program.of(jdk, folder), "-javaagent:" + jar(folder) + "=" + what)
                .run(Workload.class);

        Workloads.assertExact(outcome);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.number("done")).isOne();
        assertThat(outcome.out()).doesNotContain("unfit").contains("parameters=[java.lang.String[] arguments]");
    }

    /** Its class is on the class path; the jar only names it. */
    private static Path jar(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", EverythingAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        attributes.putValue("Can-Redefine-Classes", "true");
        Path jar = folder.resolve("everything.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return jar;
    }
}
