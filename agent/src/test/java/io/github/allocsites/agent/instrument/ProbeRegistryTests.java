// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.Recording;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProbeRegistryTests {
    private final ProbeRegistry registry = new ProbeRegistry();
    private final ProbeMethod method = registry.method("com.acme.A", "m", "()V", "A.java");

    @Test
    void shouldGiveAnInstructionItsProbeAgain() {
        int probe = registry.probe(5, method, 42, "com.acme.B", Probe.SIZE_UNKNOWN, 1);
        assertThat(registry.probe(5, method, 42, "com.acme.B", Probe.SIZE_UNKNOWN, 1))
                .isEqualTo(probe);
        assertThat(Recording.probes().get(probe)).isEqualTo(new Probe(5, method, 42, "com.acme.B", Probe.SIZE_UNKNOWN));
    }

    /** Equal names in two loaders are two classes, and their objects may differ in size. */
    @Test
    void shouldKeepLoadersAndSizesApart() {
        Set<Integer> probes = new HashSet<>();
        for (int loader = 0; loader < 50; loader++) {
            for (int size : new int[] {Probe.SIZE_VARIES, Probe.SIZE_UNKNOWN, 16, 24, 32, 1 << 30}) {
                assertThat(probes.add(registry.probe(5, method, 42, "byte[]", size, loader)))
                        .isTrue();
            }
        }
    }

    @Test
    void shouldHoldEachTextOnce() {
        ProbeMethod again = registry.method(new String("com.acme.A"), new String("m"), new String("()V"), null);
        assertThat(again.className()).isSameAs(method.className());
        assertThat(again.name()).isSameAs(method.name());
        assertThat(again.descriptor()).isSameAs(method.descriptor());
        assertThat(again.file()).isNull();
    }

    @Test
    void shouldNumberLoadersAndCallTheBootstrapLoaderZero() {
        ClassLoader loader = getClass().getClassLoader();
        assertThat(registry.loader(null)).isZero();
        assertThat(registry.loader(loader)).isPositive().isEqualTo(registry.loader(loader));
        assertThat(registry.loader(new ClassLoader() {})).isNotEqualTo(registry.loader(loader));
    }
}
