// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.allocsites.workload.Forms;
import io.github.allocsites.workload.OddRunner;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Odd classes, run with hooks and without by this JVM: both compute the same, and the hooks tell what was made. */
final class OddClassesTests {
    private static final int RANDOM_ONES = 1_700;
    private static final int LARGEST = 65_535;
    private static final int HUGE = ClassInstrumenter.HUGE_METHOD_BYTES;

    private final TestInstrumenter instrumenter = new TestInstrumenter();

    @BeforeEach
    void forget() {
        RecordingShim.take();
    }

    @Test
    void shouldComputeTheSameAndTellEveryAllocation() throws ClassNotFoundException {
        int tried = 0;
        int left = 0;
        long events = 0;
        for (OddClass odd : OddClasses.all(RANDOM_ONES)) {
            String before = OddRunner.outcome(define(odd, odd.file()));
            byte[] hooked = hooked(odd);
            String after = OddRunner.outcome(define(odd, hooked));
            long told = RecordingShim.take().stream()
                    .mapToLong(RecordingShim.Event::arrays)
                    .sum();
            assertThat(after).as(odd.name()).isEqualTo(before);
            tried++;
            if (hooked == odd.file()) {
                left++;
                assertThat(told).isZero();
            } else if (!before.startsWith("- ") && !odd.name().endsWith("Interface")) {
                assertThat(before).as(odd.name()).endsWith("made " + told);
            }
            events += told;
        }
        System.out.printf("odd classes: %d tried, %d untouched, %d events%n", tried, left, events);
        assertThat(events).isPositive();
    }

    private byte[] hooked(OddClass odd) {
        if (!OldClassFile.mayBeRaised(ClassScan.of(odd.file()))) {
            return odd.file();
        }
        try {
            byte[] bytes = instrumenter.instrument(odd.file()).bytes();
            return bytes == null ? odd.file() : TestInstrumenter.callingTestShim(bytes);
        } catch (NewConstants.TooManyException full) {
            return odd.file();
        }
    }

    private static Class<?> define(OddClass odd, byte[] file) throws ClassNotFoundException {
        ClassLoader loader = new ClassLoader(OddClassesTests.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, file, 0, file.length);
            }
        };
        return Class.forName(odd.name(), true, loader);
    }

    @Test
    void shouldHookAMethodThatGrowsToTheCompilersLimitAndLeaveOneThatGrowsBeyondIt() {
        int grown = new MethodBytes(new TestInstrumenter()
                        .hooked(OddClasses.ofCodeBytes("A", 7_000, 20).file()))
                .codeBytes(0);
        int largest = 7_000 + HUGE - grown;
        byte[] fits = OddClasses.ofCodeBytes("A", largest, 20).file();
        byte[] beyond = OddClasses.ofCodeBytes("A", largest + 1, 20).file();
        assertThat(new MethodBytes(new TestInstrumenter().hooked(fits)).codeBytes(0))
                .isEqualTo(HUGE);
        ClassInstrumenter.Instrumented left = new TestInstrumenter().instrument(beyond);
        assertThat(left.bytes()).isNull();
        assertThat(left.skippedMethods()).isEqualTo(1);
    }

    /** The compiler takes a method of so many bytes, and none of one more. */
    @Test
    void shouldLeaveAMethodAtTheCompilersLimitAndHookOneBeyondIt() {
        byte[] at = OddClasses.ofCodeBytes("A", HUGE, 20).file();
        byte[] beyond = OddClasses.ofCodeBytes("A", HUGE + 1, 20).file();
        assertThat(new TestInstrumenter().instrument(at).untouched()).isTrue();
        assertThat(new TestInstrumenter().instrument(beyond).skippedMethods()).isZero();
    }

    @Test
    void shouldHookAMethodThatGrowsToWhatAClassFileHoldsAndLeaveOneThatGrowsBeyondIt() {
        int grown = new MethodBytes(new TestInstrumenter()
                        .hooked(OddClasses.ofCodeBytes("A", 60_000, 20).file()))
                .codeBytes(0);
        int largest = 60_000 + LARGEST - grown;
        byte[] fits = OddClasses.ofCodeBytes("A", largest, 20).file();
        byte[] beyond = OddClasses.ofCodeBytes("A", largest + 1, 20).file();
        assertThat(new MethodBytes(new TestInstrumenter().hooked(fits)).codeBytes(0))
                .isEqualTo(LARGEST);
        assertThat(new TestInstrumenter().instrument(beyond).untouched()).isTrue();
    }

    @Test
    void shouldComputeTheSameInEveryFormThatTheCompilerKnows() throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        for (byte[] file : JdkClassFiles.beside(Forms.class)) {
            String name = ClassScan.of(file).thisClass();
            if (name.startsWith(Forms.class.getName().replace('.', '/'))) {
                files.put(name, file);
            }
        }
        Class<?> hooked = instrumenter.loader(files).loadClass(Forms.class.getName());
        for (int argument : OddRunner.ARGUMENTS) {
            String plain = Forms.run(argument);
            assertThat(RecordingShim.take()).isEmpty();
            assertThat(hooked.getMethod("run", int.class).invoke(null, argument))
                    .isEqualTo(plain);
            assertThat(RecordingShim.take()).hasSizeGreaterThan(10);
        }
    }

    @Test
    void shouldFindNothingInDescriptionsOfModulesAndPackages() throws IOException {
        try (InputStream in = Object.class.getModule().getResourceAsStream("module-info.class")) {
            assertThat(ClassScan.of(in.readAllBytes()).allocates()).isFalse();
        }
        assertThat(ClassScan.of(JdkClassFiles.of(Override.class)).allocates()).isFalse();
        assertThat(ClassScan.of(OddClasses.packageInfo()).allocates()).isFalse();
    }

    /** What names positions moves with them or goes; what nobody understands stays. */
    @Test
    void shouldKeepWhatNobodyUnderstandsAndNoPositionThatIsWrong() {
        for (OddClass odd : OddClasses.all(0)) {
            byte[] hooked = hooked(odd);
            ClassNode after = Trees.of(hooked);
            assertThat(attributes(after)).isEqualTo(attributes(Trees.of(odd.file())));
            for (MethodNode method : after.methods) {
                for (AbstractInsnNode instruction : method.instructions) {
                    boolean annotated =
                            instruction.visibleTypeAnnotations != null || instruction.invisibleTypeAnnotations != null;
                    assertThat(annotated && instruction.getOpcode() != Opcodes.NEW)
                            .isFalse();
                }
            }
        }
    }

    private static List<String> attributes(ClassNode node) {
        List<String> names = new ArrayList<>();
        Stream.of(node.attrs)
                .filter(Objects::nonNull)
                .forEach(attributes -> attributes.forEach(a -> names.add(a.type)));
        for (MethodNode method : node.methods) {
            if (method.attrs != null) {
                method.attrs.forEach(attribute -> names.add(method.name + " " + attribute.type));
            }
        }
        return names;
    }
}
