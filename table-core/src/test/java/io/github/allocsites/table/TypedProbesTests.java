// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.table.TypedProbes.Typed;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class TypedProbesTests {
    private static final int THREADS = 8;
    private static final int ROUNDS = 500;
    private static final int COLLECTIONS = 200;
    private static final int GONE = 20;

    /** Half of them, with every array type there is, put sixteen into each chain: one never reached is past belief. */
    private static final int PARENTS = 1_024;

    private static final int MORE_THAN_CHAINS = 20_000;

    private static final int MOST_DIMENSIONS = 255;

    private final TypedProbes typed = new TypedProbes();
    private final TypedNames names = new PlainNames();

    @Test
    void shouldFindWhatWasAddedAndNothingElse() {
        int parent = FreshProbes.varying();
        int other = FreshProbes.varying();
        assertThat(typed.find(parent, String.class)).isNull();
        Typed added = typed.add(parent, String.class, 0, 24, names);
        assertThat(typed.find(parent, String.class)).isSameAs(added);
        assertThat(typed.find(parent, String[].class)).isNull();
        assertThat(typed.find(parent, Integer.class)).isNull();
        assertThat(typed.find(other, String.class)).isNull();
    }

    /** There are more of them than chains. */
    @Test
    void shouldTellPlacesApartThatShareAChain() {
        TypedNames one = new OneName();
        List<Integer> parents = new ArrayList<>();
        for (int i = 0; i < MORE_THAN_CHAINS; i++) {
            int parent = FreshProbes.varying();
            parents.add(parent);
            typed.add(parent, String.class, 0, parent, one);
        }
        for (int parent : parents) {
            assertThat(typed.find(parent, String.class).bytes(0)).isEqualTo(parent);
        }
    }

    @Test
    void shouldMakeAProbeOfThePlaceWithTheTypesName() {
        int parent = FreshProbes.varying();
        Probe place = Recording.PROBES.get(parent);
        int child = typed.add(parent, String[].class, 4, 0, names).child();
        assertThat(child).isNotEqualTo(parent);
        assertThat(Recording.PROBES.get(child))
                .isEqualTo(new Probe(
                        names.id(place, "java.lang.String[]"),
                        place.method(),
                        place.line(),
                        "java.lang.String[]",
                        Probe.SIZE_VARIES));
    }

    @Test
    void shouldKnowTheBytesOfInstancesAndArrays() {
        int parent = FreshProbes.varying();
        assertThat(typed.add(parent, String.class, 0, 24, names).bytes(0)).isEqualTo(24);
        for (int elementBytes : new int[] {1, 2, 4, 8}) {
            Typed array = typed.add(parent, long[].class, elementBytes, 0, names);
            assertThat(array.bytes(0)).isEqualTo(Hook.arrayBytes(0, elementBytes));
            assertThat(array.bytes(1_001)).isEqualTo(Hook.arrayBytes(1_001, elementBytes));
        }
    }

    @Test
    void shouldShareAProbeAmongClassesOfOneNameButNotTheirSize() {
        int parent = FreshProbes.varying();
        Class<?> first = new OwnClasses().define(OwnClasses.Empty.class);
        Class<?> second = new OwnClasses().define(OwnClasses.Empty.class);
        Typed one = typed.add(parent, first, 0, 16, names);
        Typed two = typed.add(parent, second, 0, 32, names);
        assertThat(two.child()).isEqualTo(one.child()).isNotEqualTo(parent);
        assertThat(typed.find(parent, first).bytes(0)).isEqualTo(16);
        assertThat(typed.find(parent, second).bytes(0)).isEqualTo(32);
        int elsewhere = FreshProbes.varying();
        assertThat(typed.add(elsewhere, first, 0, 16, names).child()).isNotEqualTo(one.child());
    }

    @Test
    void shouldHaveOneProbeWhenThreadsRaceForAType() throws InterruptedException {
        List<Class<?>> same = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            same.add(new OwnClasses().define(OwnClasses.Empty.class));
        }
        for (int round = 0; round < ROUNDS; round++) {
            int parent = FreshProbes.varying();
            Set<Integer> children = ConcurrentHashMap.newKeySet();
            Set<Integer> others = ConcurrentHashMap.newKeySet();
            Together.run(THREADS, thread -> {
                children.add(typed.add(parent, same.get(thread), 0, 16, names).child());
                others.add(typed.add(parent, int[].class, 4, 0, names).child());
            });
            assertThat(children).hasSize(1).doesNotContain(parent).doesNotContainAnyElementsOf(others);
            assertThat(others).hasSize(1);
            same.forEach(type ->
                    assertThat(children).contains(typed.find(parent, type).child()));
        }
    }

    /** Each event at once with those of other threads, the first ones of all types among them. */
    @Test
    void shouldCountExactlyWhenThreadsRaceForFirstEvents() throws InterruptedException {
        Recording.typedNames(names);
        Recording.sizer(object -> 24);
        try {
            int parent = FreshProbes.varying();
            List<Class<?>> types = arrayTypes();
            types.add(String.class);
            int events = 50;
            Together.run(THREADS, thread -> {
                for (int event = 0; event < events; event++) {
                    for (Class<?> type : types) {
                        int length = type.isArray() ? 5 : 0;
                        Hook.typedArray(Thread.currentThread(), type, length, parent);
                    }
                }
            });
            Set<Integer> children = ConcurrentHashMap.newKeySet();
            long each = (long) THREADS * events;
            ProbeTotals totals = Recording.totals();
            for (Class<?> type : types) {
                int child = Recording.TYPED.find(parent, type).child();
                assertThat(children.add(child)).isTrue();
                assertThat(totals.count(child)).isEqualTo(each);
                long bytes = type == String.class ? 24 : Hook.arrayBytes(5, elementBytes(type));
                assertThat(totals.bytes(child)).isEqualTo(each * bytes);
            }
            assertThat(totals.count(parent)).isZero();
        } finally {
            Recording.sizer(null);
            Recording.typedNames(null);
        }
    }

    private static int elementBytes(Class<?> array) {
        return array == int[].class ? Integer.BYTES : OffHeap.referenceBytes();
    }

    /** Their links leave a chain when something is added to it: that is what the later half is for. */
    @Test
    void shouldForgetClassesThatAreGoneAndKeepTheOthers() throws InterruptedException {
        List<Class<?>> live = arrayTypes();
        int first = FreshProbes.varying();
        for (int i = 1; i < PARENTS; i++) {
            assertThat(FreshProbes.varying()).isEqualTo(first + i);
        }
        addAll(first, first + PARENTS / 2, live);
        List<WeakReference<Typed>> gone = new ArrayList<>();
        List<WeakReference<Class<?>>> classes = new ArrayList<>();
        for (int i = 0; i < GONE; i++) {
            addGone(classes, gone);
        }
        collect(classes);
        assertThat(gone).as("their links are still there").noneMatch(link -> link.get() == null);
        addAll(first + PARENTS / 2, first + PARENTS, live);
        collect(gone);
        for (int parent = first; parent < first + PARENTS; parent++) {
            for (int i = 0; i < live.size(); i++) {
                assertThat(typed.find(parent, live.get(i)).bytes(0)).isEqualTo(parent * 1_000 + i);
            }
        }
    }

    private void addAll(int fromParent, int toParent, List<Class<?>> types) {
        TypedNames one = new OneName();
        for (int parent = fromParent; parent < toParent; parent++) {
            for (int i = 0; i < types.size(); i++) {
                typed.add(parent, types.get(i), 0, parent * 1_000 + i, one);
            }
        }
    }

    private void addGone(List<WeakReference<Class<?>>> classes, List<WeakReference<Typed>> gone) {
        Class<?> type = new OwnClasses().define(OwnClasses.Empty.class);
        classes.add(new WeakReference<>(type));
        gone.add(new WeakReference<>(typed.add(FreshProbes.varying(), type, 0, 16, names)));
    }

    private static <T> void collect(List<WeakReference<T>> references) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && references.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(references).allMatch(each -> each.get() == null);
    }

    /** Of ints and of strings, of all numbers of dimensions. */
    private static List<Class<?>> arrayTypes() {
        List<Class<?>> types = new ArrayList<>();
        Class<?> ints = int.class;
        Class<?> texts = String.class;
        for (int dimensions = 1; dimensions <= MOST_DIMENSIONS; dimensions++) {
            ints = ints.arrayType();
            texts = texts.arrayType();
            types.add(ints);
            types.add(texts);
        }
        return types;
    }

    /** Lets all places and types share a probe, of which there would not be enough. */
    private static final class OneName implements TypedNames {
        @Override
        public String name(Class<?> type) {
            return "any";
        }

        @Override
        public long id(Probe place, String typeName) {
            return Long.MAX_VALUE;
        }
    }
}
