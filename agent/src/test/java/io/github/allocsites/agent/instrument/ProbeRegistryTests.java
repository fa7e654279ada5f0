// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.Hook;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.ProbeTotals;
import io.github.allocsites.table.Recording;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProbeRegistryTests {
    private static final String TYPE = "com.acme.B";

    /** The collector is asked so often; it needs one or two. */
    private static final int COLLECTIONS = 50;

    private final ProbeRegistry registry = new ProbeRegistry();
    private final ProbeMethod method = registry.method("com.acme.A", "m", "()V", "A.java");

    private static final class Loader extends ClassLoader {}

    private MethodProbes in(ClassLoader loader) {
        return new MethodProbes(registry, registry.loader(loader), "com.acme.A", "m", "()V", "A.java");
    }

    private int probe(ClassLoader loader, String type, int sizeBytes) {
        return registry.probe(5, in(loader), 42, type, sizeBytes);
    }

    @Test
    void shouldGiveAnInstructionItsProbeAgain() {
        ClassLoader loader = new Loader();
        int probe = probe(loader, TYPE, Probe.SIZE_UNKNOWN);
        assertThat(probe(loader, TYPE, Probe.SIZE_UNKNOWN)).isEqualTo(probe);
        assertThat(Recording.probes().get(probe)).isEqualTo(new Probe(5, method, 42, TYPE, Probe.SIZE_UNKNOWN));
    }

    /** Equal names in two loaders are two classes, and their objects may differ in size. */
    @Test
    void shouldKeepObjectsOfLiveLoadersApart() {
        ClassLoader[] loaders = new ClassLoader[50];
        Set<Integer> probes = new HashSet<>();
        for (int i = 0; i < loaders.length; i++) {
            loaders[i] = new Loader();
            assertThat(probes.add(probe(loaders[i], TYPE, Probe.SIZE_UNKNOWN))).isTrue();
        }
        assertThat(probe(loaders[7], TYPE, Probe.SIZE_UNKNOWN)).isIn(probes);
    }

    @Test
    void shouldShareAmongLoadersWhatHasOneSize() {
        ClassLoader one = new Loader();
        ClassLoader two = new Loader();
        Set<Integer> probes = new HashSet<>();
        for (int size : new int[] {Probe.SIZE_VARIES, 16, 24, 32, 1 << 30}) {
            int probe = probe(one, "byte[]", size);
            assertThat(probes.add(probe)).isTrue();
            assertThat(probe(two, "byte[]", size)).isEqualTo(probe);
        }
        assertThat(probe(one, "java.util.ArrayList", Probe.SIZE_UNKNOWN))
                .isEqualTo(probe(two, "java.util.ArrayList", Probe.SIZE_UNKNOWN));
    }

    @Test
    void shouldPassAProbeOnWhenItsLoaderIsGone() throws InterruptedException {
        Set<Integer> probes = new HashSet<>();
        for (int i = 0; i < COLLECTIONS && probes.size() == i; i++) {
            collect(probed(probes));
            registry.loader(getClass().getClassLoader()); // takes note
        }
        assertThat(probes).hasSizeLessThan(COLLECTIONS);
    }

    /** Its objects may be of another size there. */
    @Test
    void shouldAskForTheSizeAgainWhenAProbeIsPassedOn() throws InterruptedException {
        AtomicLong size = new AtomicLong();
        Map<Integer, Long> expected = new HashMap<>();
        Recording.sizer(object -> size.get());
        for (int i = 0; i < COLLECTIONS && expected.size() == i; i++) {
            collect(counted(expected, size.addAndGet(16)));
            registry.loader(getClass().getClassLoader()); // takes note
        }
        Recording.sizer(null);
        assertThat(expected).hasSizeLessThan(COLLECTIONS);
        ProbeTotals totals = Recording.totals();
        expected.forEach((probe, bytes) -> assertThat(totals.bytes(probe)).isEqualTo(bytes));
    }

    private WeakReference<ClassLoader> counted(Map<Integer, Long> expected, long bytes) {
        ClassLoader loader = new Loader();
        int probe = probe(loader, TYPE, Probe.SIZE_UNKNOWN);
        Hook.object(Thread.currentThread(), Thread.class, probe);
        expected.merge(probe, bytes, Long::sum);
        return new WeakReference<>(loader);
    }

    private WeakReference<ClassLoader> probed(Set<Integer> probes) {
        ClassLoader loader = new Loader();
        probes.add(probe(loader, TYPE, Probe.SIZE_UNKNOWN));
        return new WeakReference<>(loader);
    }

    private static void collect(WeakReference<ClassLoader> gone) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && gone.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(gone.get()).isNull();
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
    void shouldKnowALoaderAgain() {
        ClassLoader loader = getClass().getClassLoader();
        assertThat(registry.loader(null)).isNull();
        assertThat(registry.loader(loader)).isSameAs(registry.loader(loader));
        assertThat(registry.loader(new Loader())).isNotSameAs(registry.loader(loader));
    }
}
