// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static io.github.allocsites.table.FreshProbes.assertTotals;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks of what has a type only when it runs. */
final class TypedHookTests {
    private static final int NODE_BYTES = 24;
    private static final int THREAD_BYTES = 104;

    /** Keeps what is allocated from being optimised away. */
    private static volatile Object sink;

    private final Thread self = Thread.currentThread();
    private final int place = FreshProbes.varying();

    @BeforeEach
    void setUp() {
        Recording.sizer(object -> object instanceof Thread ? THREAD_BYTES : NODE_BYTES);
        Recording.typedNames(new PlainNames());
    }

    @AfterEach
    void restore() {
        Recording.sizer(null);
        Recording.typedNames(null);
        Recording.capture(null);
    }

    private int child(Class<?> type) {
        return Recording.TYPED.find(place, type).child();
    }

    @Test
    void shouldCountInstancesByTheirClass() {
        for (int event = 0; event < 100; event++) {
            Hook.instance(self, Thread.class, place);
            Hook.instance(self, TypedHookTests.class, place);
            Hook.instance(self, TypedHookTests.class, place);
        }
        assertTotals(child(Thread.class), 100, 100 * THREAD_BYTES);
        assertTotals(child(TypedHookTests.class), 200, 200 * NODE_BYTES);
        assertTotals(place, 0, 0);
        assertThat(Recording.probes().get(child(Thread.class)).type()).isEqualTo("java.lang.Thread");
    }

    @Test
    void shouldCountArraysWithTheBytesTheJvmAllocates() {
        List<Class<?>> elements = List.of(
                boolean.class,
                byte.class,
                char.class,
                short.class,
                int.class,
                float.class,
                long.class,
                double.class,
                String.class,
                int[].class);
        for (Class<?> element : elements) {
            Class<?> type = element.arrayType();
            long bytes = 0;
            for (int length = 0; length <= 20; length++) {
                int elementsOf = length;
                Hook.typedArray(self, type, length, place);
                bytes += JvmAllocation.bytes(() -> sink = Array.newInstance(element, elementsOf));
            }
            assertTotals(child(type), 21, bytes);
        }
    }

    @Test
    void shouldCountEveryLevelOfWhatReflectionMade() {
        assertMade(int.class, 3, 4, 5);
        assertThat(Recording.totals().count(child(int[][][].class))).isEqualTo(1);
        assertThat(Recording.totals().count(child(int[][].class))).isEqualTo(3);
        assertThat(Recording.totals().count(child(int[].class))).isEqualTo(12);
    }

    @Test
    void shouldCountWhatReflectionMadeOfOtherShapes() {
        assertMade(int.class, 7, 0);
        assertMade(int.class, 0, 7);
        assertMade(String.class, 2, 3, 4, 5);
        assertMade(String[].class, 6);
        assertMade(Object.class, 3, 2);
        assertMade(double.class, 9);
    }

    private void assertMade(Class<?> element, int... lengths) {
        Object made = Array.newInstance(element, lengths);
        ProbeTotals before = Recording.totals();
        Hook.made(self, made, place);
        long counted = Recording.totals().since(before).bytes();
        assertThat(counted).isEqualTo(JvmAllocation.bytes(() -> sink = Array.newInstance(element, lengths)));
    }

    @Test
    void shouldCountAnObjectThatReflectionMade() {
        Hook.made(self, new Thread(), place);
        Hook.made(self, null, place);
        Hook.cloned(self, null, place);
        assertTotals(child(Thread.class), 1, THREAD_BYTES);
        assertTotals(place, 0, 0);
    }

    /** What it holds was there before, be it arrays or objects. */
    @Test
    void shouldCountACloneWithoutWhatItHolds() {
        for (Object[] array : new Object[][] {new int[3][5], {"a", 1, new Object()}, {new Object[7], null}}) {
            ProbeTotals before = Recording.totals();
            Hook.cloned(self, array.clone(), place);
            ProbeTotals since = Recording.totals().since(before);
            assertThat(since.count()).isEqualTo(1);
            assertThat(since.bytes()).isEqualTo(JvmAllocation.bytes(() -> sink = array.clone()));
        }
        Hook.cloned(self, new char[9], place);
        assertTotals(child(char[].class), 1, Hook.arrayBytes(9, 2));
        Hook.cloned(self, new Thread(), place);
        assertTotals(child(Thread.class), 1, THREAD_BYTES);
    }

    @Test
    void shouldNotCountWhileNobodyNamesTypes() {
        Recording.typedNames(null);
        Hook.instance(self, Thread.class, place);
        assertThat(Recording.TYPED.find(place, Thread.class)).isNull();
        assertTotals(place, 0, 0);
        Recording.typedNames(new PlainNames());
        Hook.instance(self, Thread.class, place);
        assertTotals(child(Thread.class), 1, THREAD_BYTES);
    }

    /** The names of types are made inside the hook. */
    @Test
    void shouldNotCountWhatNamingATypeAllocates() {
        int inner = FreshProbes.fixed(32);
        Hook.fixed(self, inner);
        PlainNames names = new PlainNames();
        Set<String> named = new LinkedHashSet<>();
        Recording.typedNames(new TypedNames() {
            @Override
            public String name(Class<?> type) {
                Hook.fixed(self, inner);
                Hook.instance(self, TypedHookTests.class, place);
                named.add(type.getTypeName());
                return names.name(type);
            }

            @Override
            public long id(Probe of, String typeName) {
                Hook.fixed(self, inner);
                return names.id(of, typeName);
            }
        });
        Hook.instance(self, Thread.class, place);
        Hook.instance(self, Thread.class, place);
        assertThat(named).containsExactly("java.lang.Thread");
        assertTotals(inner, 1, 32);
        assertTotals(child(Thread.class), 2, 2 * THREAD_BYTES);
        Hook.fixed(self, inner);
        assertTotals(inner, 2, 64);
    }

    @Test
    void shouldCaptureAStackForEachType() {
        Set<Integer> captured = new LinkedHashSet<>();
        Recording.capture((probe, events, bytes) -> captured.add(probe));
        for (int event = 0; event < 3; event++) {
            Hook.instance(self, Thread.class, place);
            Hook.typedArray(self, int[].class, 4, place);
        }
        assertThat(captured).containsExactly(child(Thread.class), child(int[].class));
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, Integer.MAX_VALUE})
    void shouldCountNothingWhenThereIsNoSuchProbe(int probe) {
        ProbeTotals before = Recording.totals();
        Hook.instance(self, Thread.class, probe);
        Hook.typedArray(self, int[].class, 4, probe);
        Hook.made(self, new int[2][3], probe);
        assertThat(Recording.totals().since(before).count()).isZero();
    }

    @Test
    void shouldAllocateNothingOnTheHeap() {
        Object[] made = new int[3][5];
        int box = FreshProbes.object();
        long bytes = JvmAllocation.bytes(() -> {
            for (int event = 0; event < 1_000; event++) {
                Hook.instance(self, Thread.class, place);
                Hook.typedArray(self, int[].class, event, place);
                Hook.made(self, made, place);
                Hook.cloned(self, made, place);
                Hook.boxInt(self, event, box);
                Hook.boxLong(self, event, box);
                Hook.boxDouble(self, box);
            }
        });
        assertThat(bytes).isZero();
    }
}
