// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import static io.github.allocsites.table.FreshProbes.assertTotals;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HookTests {
    private static final int NODE_BYTES = 24;
    private static final int MOST_LENGTH = 40;

    /** Keeps what is allocated from being optimised away. */
    private static volatile Object sink;

    private final Thread self = Thread.currentThread();

    /** One method of {@link Hook} for arrays, with the element types that it is for. */
    record ArrayHook(int elementBytes, List<Class<?>> elements, Call call) {
        interface Call {
            void count(Thread carrier, int length, int probe);
        }

        @Override
        public String toString() {
            return "array" + elementBytes;
        }
    }

    static Stream<Arguments> arrayHooks() {
        return Stream.of(
                Arguments.of(new ArrayHook(1, List.of(byte.class, boolean.class), Hook::array1)),
                Arguments.of(new ArrayHook(2, List.of(short.class, char.class), Hook::array2)),
                Arguments.of(new ArrayHook(4, List.of(int.class, float.class), Hook::array4)),
                Arguments.of(new ArrayHook(8, List.of(long.class, double.class), Hook::array8)));
    }

    private static boolean initialised;

    @BeforeEach
    void setSizer() {
        Recording.sizer(object -> NODE_BYTES);
    }

    @AfterEach
    void removeSizer() {
        Recording.sizer(null);
    }

    @Test
    void shouldCountObjectsWithTheSizeOfTheirClass() {
        int probe = FreshProbes.object();
        for (int event = 0; event < 1_000; event++) {
            Hook.object(self, HookTests.class, probe);
        }
        assertTotals(probe, 1_000, 1_000 * NODE_BYTES);
    }

    @Test
    void shouldCountArraysOfConstantLength() {
        int probe = FreshProbes.fixed(48);
        for (int event = 0; event < 1_000; event++) {
            Hook.fixed(self, probe);
        }
        assertTotals(probe, 1_000, 48_000);
    }

    @ParameterizedTest
    @MethodSource("arrayHooks")
    void shouldCountArraysWithTheBytesTheJvmAllocates(ArrayHook hook) {
        for (Class<?> element : hook.elements()) {
            for (int length = 0; length <= MOST_LENGTH; length++) {
                int elements = length;
                int probe = FreshProbes.varying();
                hook.call().count(self, length, probe);
                hook.call().count(self, length, probe);
                long allocated = JvmAllocation.bytes(() -> sink = Array.newInstance(element, elements));
                assertTotals(probe, 2, 2 * allocated);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arrayHooks")
    void shouldCountArraysFromTheirFirstElementOn(ArrayHook hook) throws ReflectiveOperationException {
        long alignment = Recording.SETTINGS.objectAlignmentBytes();
        for (Class<?> element : hook.elements()) {
            Class<?> array = element.arrayType();
            long base = ((Number) unsafe("arrayBaseOffset", array)).longValue();
            assertThat(((Number) unsafe("arrayIndexScale", array)).intValue()).isEqualTo(hook.elementBytes());
            int probe = FreshProbes.varying();
            long bytes = 0;
            for (int length = 0; length <= MOST_LENGTH; length++) {
                hook.call().count(self, length, probe);
                long size = (base + (long) length * hook.elementBytes() + alignment - 1) / alignment * alignment;
                assertThat(Hook.arrayBytes(length, hook.elementBytes())).isEqualTo(size);
                bytes += size;
            }
            assertTotals(probe, MOST_LENGTH + 1, bytes);
        }
    }

    /** By name, because what the methods return is not the same in every JDK. */
    private static Object unsafe(String method, Class<?> array) throws ReflectiveOperationException {
        return Unsafe.class.getMethod(method, Class.class).invoke(Unsafe.getUnsafe(), array);
    }

    @Test
    void shouldNotOverflowWithTheLongestArray() {
        assertThat(Hook.arrayBytes(Integer.MAX_VALUE, 8)).isGreaterThan(8L * Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @MethodSource("arrayHooks")
    void shouldCountLongArrays(ArrayHook hook) {
        int probe = FreshProbes.varying();
        for (int length : new int[] {(1 << 20) - 1, 1 << 20, (1 << 20) + 1}) {
            hook.call().count(self, length, probe);
        }
        assertTotals(
                probe,
                3,
                Hook.arrayBytes((1 << 20) - 1, hook.elementBytes())
                        + Hook.arrayBytes(1 << 20, hook.elementBytes())
                        + Hook.arrayBytes((1 << 20) + 1, hook.elementBytes()));
    }

    /** Hooks run before the instruction, which fails for each of these. */
    @ParameterizedTest
    @MethodSource("arrayHooks")
    void shouldNotCountArraysThatCannotBeMade(ArrayHook hook) {
        int probe = FreshProbes.varying();
        long bytesEach = Hook.arrayBytes(1, hook.elementBytes());
        hook.call().count(self, 1, probe);
        countWhatCannotBeMade(hook, probe);
        assertTotals(probe, 1, bytesEach);
        for (int event = 0; event < 2_000; event++) { // then it has counters, and a threshold ahead of them
            hook.call().count(self, 1, probe);
        }
        countWhatCannotBeMade(hook, probe);
        assertTotals(probe, 2_001, 2_001 * bytesEach);
    }

    private void countWhatCannotBeMade(ArrayHook hook, int probe) {
        for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 1}) {
            hook.call().count(self, length, probe);
        }
        long heapBytes = Runtime.getRuntime().maxMemory();
        int larger = (int) Math.min(Integer.MAX_VALUE, heapBytes / hook.elementBytes());
        hook.call().count(self, larger, probe);
    }

    /** The hook stands before the instruction that initialises it. */
    @Test
    void shouldLearnTheSizeOnceTheClassIsInitialised() {
        int probe = FreshProbes.object();
        Hook.object(self, Later.class, probe);
        assertTotals(probe, 1, 0);
        assertThat(initialised).isFalse();
        sink = new Later();
        assertTotals(probe, 1, NODE_BYTES);
        Hook.object(self, Later.class, probe);
        assertTotals(probe, 2, 2 * NODE_BYTES);
    }

    private static final class Later {
        static {
            initialised = true;
        }
    }

    @Test
    void shouldLearnTheSizeBeforeAThreadReadsItsOwnTotals() {
        int probe = FreshProbes.object();
        Hook.object(Thread.currentThread(), OfThisThread.class, probe);
        sink = new OfThisThread();
        assertThat(Recording.totalsOfThisThread().bytes(probe)).isEqualTo(NODE_BYTES);
    }

    private static final class OfThisThread {
        static {
            initialised = true;
        }
    }

    @Test
    void shouldNotInitialiseAClassWhoseInitialiserFails() {
        int probe = FreshProbes.object();
        Hook.object(self, Failing.class, probe);
        assertThatThrownBy(Failing::new).isInstanceOf(ExceptionInInitializerError.class);
        for (int drain = 0; drain < 1_000; drain++) {
            Recording.drain();
        }
        assertTotals(probe, 1, 0);
    }

    private static final class Failing {
        static final int VALUE = fail();

        private static int fail() {
            throw new IllegalStateException("on purpose");
        }
    }

    @Test
    void shouldCountAProductWhereNoArrayIsThereForIt() {
        int probe = FreshProbes.varying();
        Hook.product(self, 10, null, probe);
        Hook.product(self, 10, new int[9], probe);
        Hook.product(self, 10, new int[10], probe);
        Hook.product(self, 10, new int[11], probe);
        assertTotals(probe, 2, 2 * Hook.arrayBytes(10, 4));
    }

    @Test
    void shouldCountTheLevelsOfAMultiDimensionalArray() {
        int outer = FreshProbes.varying();
        int inner = FreshProbes.varying();
        int referenceBytes = Unsafe.ARRAY_OBJECT_INDEX_SCALE;
        Hook.level(self, 1, 7, referenceBytes, outer);
        Hook.level(self, 7, 13, 8, inner);
        long allocated = JvmAllocation.bytes(() -> sink = new long[7][13]);
        ProbeTotals totals = Recording.totals();
        assertThat(totals.count(outer)).isEqualTo(1);
        assertThat(totals.count(inner)).isEqualTo(7);
        assertThat(totals.bytes(outer) + totals.bytes(inner)).isEqualTo(allocated);
    }

    @Test
    void shouldCountNothingAtALevelOfNoArrays() {
        int probe = FreshProbes.varying();
        Hook.level(self, 0, 7, 8, probe);
        Hook.level(self, -1, 7, 8, probe);
        assertTotals(probe, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE})
    void shouldCountAsStrayWhenThereIsNoSuchProbe(int probe) {
        assertStray(probe);
    }

    @Test
    void shouldCountAsStrayWhenTheProbeIsOneTooHigh() {
        assertStray(Recording.PROBES.count());
        assertStray(Recording.COUNTERS.limit() - 1);
        assertStray(Recording.COUNTERS.limit());
    }

    private void assertStray(int probe) {
        long before = Recording.strayEvents();
        ProbeTotals totals = Recording.totals();
        Hook.object(self, HookTests.class, probe);
        Hook.fixed(self, probe);
        Hook.array1(self, 3, probe);
        Hook.array8(self, 3, probe);
        Hook.level(self, 2, 3, 8, probe);
        assertThat(Recording.strayEvents()).isEqualTo(before + 5);
        ProbeTotals since = Recording.totals().since(totals);
        assertThat(since.count()).isZero();
        assertThat(since.bytes()).isZero();
    }

    @Test
    void shouldCountExactlyOnManyThreads() throws InterruptedException {
        int fixed = FreshProbes.fixed(32);
        int varying = FreshProbes.varying();
        int object = FreshProbes.object();
        Together.run(8, thread -> {
            for (int event = 0; event < 200_000; event++) {
                Hook.fixed(Thread.currentThread(), fixed);
                Hook.array1(Thread.currentThread(), event % 8, varying);
                Hook.object(Thread.currentThread(), HookTests.class, object);
            }
        });
        assertTotals(fixed, 1_600_000, 32 * 1_600_000L);
        assertTotals(object, 1_600_000, NODE_BYTES * 1_600_000L);
        long bytes = 0;
        for (int length = 0; length < 8; length++) {
            bytes += 200_000 * Hook.arrayBytes(length, 1);
        }
        assertTotals(varying, 1_600_000, bytes);
    }

    /** All but one of them find another's id in their home cell; some find no cell at all. */
    @Test
    void shouldCountInTheOwnArenaWhenThreadsHaveOneHomeCell() throws InterruptedException {
        List<Long> ids = CraftedThreads.idsWithOneHome(Recording.ARENAS, IndexLayout.WINDOW_CELLS + 4);
        int probe = FreshProbes.fixed(32);
        List<Thread> threads = new ArrayList<>();
        AtomicInteger own = new AtomicInteger();
        for (long id : ids) {
            threads.add(CraftedThreads.withId(id, () -> {
                for (int event = 0; event < 50_000; event++) {
                    Hook.fixed(Thread.currentThread(), probe);
                }
                ProbeTotals counted = Recording.totalsOfThisThread();
                own.addAndGet(counted == null ? 0 : (int) counted.count(probe));
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertTotals(probe, 50_000L * ids.size(), 32 * 50_000L * ids.size());
        assertThat(own).hasValue(50_000 * IndexLayout.WINDOW_CELLS);
    }

    @Test
    void shouldAllocateNothingOnTheHeap() {
        int[] probes = {FreshProbes.object(), FreshProbes.fixed(32), FreshProbes.varying(), FreshProbes.varying()};
        Thread attaching = CraftedThreads.withId(0);
        long bytes = JvmAllocation.bytes(() -> {
            for (int event = 0; event < 10_000; event++) {
                Hook.object(self, HookTests.class, probes[0]);
                Hook.fixed(self, probes[1]);
                Hook.array4(self, event, probes[2]);
                Hook.level(self, 2, event, 8, probes[3]);
                Hook.fixed(attaching, probes[1]);
                Hook.array4(attaching, event, -1);
            }
        });
        assertThat(bytes).isZero();
    }

    @Test
    void shouldTellAThreadItsOwnCountsOnly() throws InterruptedException {
        Recording.totalsOfThisThread(); // from the first call on it is everything
        int probe = FreshProbes.fixed(32);
        Hook.fixed(self, probe);
        FreshProbes.onNewThread(() -> {
            Hook.fixed(Thread.currentThread(), probe);
            Hook.fixed(Thread.currentThread(), probe);
            assertThat(Recording.totalsOfThisThread().count(probe)).isEqualTo(2);
            assertThat(Recording.totalsOfThisThread().bytes(probe)).isEqualTo(64);
        });
        assertThat(Recording.totalsOfThisThread().count(probe)).isEqualTo(1);
        assertTotals(probe, 3, 96);
    }
}
