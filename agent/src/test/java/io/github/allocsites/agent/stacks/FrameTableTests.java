// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FrameTableTests {
    private static final int CAPACITY = 1 << 12;
    private static final int THREADS = 4;

    private final FrameTable table = new FrameTable(CAPACITY);

    /** The frames above the caller. */
    private static List<StackFrame> walk() {
        return StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.skip(1).collect(Collectors.toList()));
    }

    private static StackFrame here() {
        return walk().get(1);
    }

    @Test
    void shouldGiveEqualFramesOneId() {
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            ids.add(table.id(here()));
        }
        assertThat(ids).hasSize(1).doesNotContain(FrameTable.UNKNOWN);
    }

    @Test
    void shouldGiveTwoPlacesOfOneLineOneId() {
        StackFrame[] frames = {here(), here()};
        assertThat(frames[0].getByteCodeIndex()).isNotEqualTo(frames[1].getByteCodeIndex());
        assertThat(table.id(frames[0])).isEqualTo(table.id(frames[1]));
    }

    @Test
    void shouldGiveTwoLinesTwoIds() {
        StackFrame one = here();
        StackFrame two = here();
        assertThat(table.id(one)).isNotEqualTo(table.id(two));
    }

    @Test
    void shouldKnowTheFrameOfAnId() {
        StackFrame walked = here();
        InternedFrame frame = table.frame(table.id(walked));
        assertThat(frame.text()).hasToString(withoutLoaderAndModule(walked.toStackTraceElement()));
        assertThat(frame.className()).isEqualTo(FrameTableTests.class.getName());
        assertThat(frame.method()).isEqualTo("shouldKnowTheFrameOfAnId");
        assertThat(frame.descriptor()).isEqualTo("()V");
        assertThat(frame.line()).isEqualTo(walked.getLineNumber());
    }

    @Test
    void shouldTellTheFramesOfAWholeStackApart() {
        Map<Long, String> textById = new ConcurrentHashMap<>();
        for (StackFrame walked : walk()) {
            String text = withoutLoaderAndModule(walked.toStackTraceElement());
            long id = table.id(walked);
            assertThat(textById.getOrDefault(id, text)).isEqualTo(text);
            textById.put(id, text);
            assertThat(table.frame(id).text()).hasToString(text);
        }
        assertThat(textById).hasSizeGreaterThan(10);
    }

    private static String withoutLoaderAndModule(StackTraceElement element) {
        String line = element.isNativeMethod()
                ? "Native Method"
                : element.getFileName() == null
                        ? "Unknown Source"
                        : element.getFileName() + (element.getLineNumber() < 0 ? "" : ":" + element.getLineNumber());
        return element.getClassName() + "." + element.getMethodName() + "(" + line + ")";
    }

    /** So many lines of one method that some of them meet in the table. */
    @Test
    void shouldTellTheLinesOfOneMethodApart() throws ReflectiveOperationException {
        int lines = 400;
        FrameTable crowded = new FrameTable(512);
        List<StackFrame> walked = new ArrayList<>();
        ManyLines.load(lines).getMethod("m", Runnable.class).invoke(null, (Runnable) () -> walked.add(walk().get(1)));
        assertThat(walked).hasSize(lines);
        Set<Long> ids = new HashSet<>();
        for (int line = 1; line <= lines; line++) {
            long id = crowded.id(walked.get(line - 1));
            if (id != FrameTable.UNKNOWN) {
                assertThat(ids.add(id)).isTrue();
                assertThat(crowded.frame(id).text()).hasToString("com.acme.ManyLines.m(ManyLines.java:" + line + ")");
            }
        }
        assertThat(ids).hasSizeGreaterThan(lines / 2);
    }

    @Test
    void shouldKeepAnIdThatItDidNotGiveUnknown() {
        assertThat(table.frame(FrameTable.UNKNOWN).text()).hasToString("(frame table full)");
        assertThat(table.frame(CAPACITY - 1).text()).hasToString("(frame table full)");
    }

    @Test
    void shouldCallFramesUnknownWhenItIsFull() {
        FrameTable small = new FrameTable(8);
        List<StackFrame> stack = walk();
        assertThat(stack).hasSizeGreaterThan(16);
        Set<Long> ids = new HashSet<>();
        int unknown = 0;
        for (StackFrame walked : stack) {
            long id = small.id(walked);
            unknown += id == FrameTable.UNKNOWN ? 1 : 0;
            String text = withoutLoaderAndModule(walked.toStackTraceElement());
            assertThat(small.frame(id).text()).hasToString(id == FrameTable.UNKNOWN ? "(frame table full)" : text);
            ids.add(id);
        }
        assertThat(ids).hasSizeLessThanOrEqualTo(8).hasSizeGreaterThan(2);
        assertThat(unknown).isPositive();
        for (StackFrame walked : stack) {
            assertThat(ids).as("a full table stays as it is").contains(small.id(walked));
        }
    }

    @Test
    void shouldGiveEachFrameOneIdWhenThreadsRace() throws InterruptedException {
        List<StackFrame> stack = walk();
        for (int round = 0; round < 200; round++) {
            FrameTable raced = new FrameTable(CAPACITY);
            List<List<Long>> ids = race(raced, stack);
            for (List<Long> other : ids) {
                assertThat(other).isEqualTo(ids.get(0)).doesNotContain(FrameTable.UNKNOWN);
            }
            for (int i = 0; i < stack.size(); i++) {
                assertThat(raced.frame(ids.get(0).get(i)).text())
                        .hasToString(withoutLoaderAndModule(stack.get(i).toStackTraceElement()));
            }
        }
    }

    private static List<List<Long>> race(FrameTable table, List<StackFrame> stack) throws InterruptedException {
        List<List<Long>> ids = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            List<Long> mine = new ArrayList<>();
            ids.add(mine);
            threads.add(new Thread(() -> {
                start.countDown();
                while (start.getCount() > 0) {
                    Thread.onSpinWait();
                }
                stack.forEach(walked -> mine.add(table.id(walked)));
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return ids;
    }
}
